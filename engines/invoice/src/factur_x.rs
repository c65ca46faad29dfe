//! What a PDF must say of the file that it carries to be a Factur-X invoice (Factur-X 1.09, chapter
//! on XMP): its name, how it relates to the page, and four properties in the metadata.

/// The name that the file must have.
pub const FILE_NAME: &str = "factur-x.xml";

/// Its media type. It says the same as the page: its relation to it is *Alternative*.
pub const MEDIA_TYPE: &str = "text/xml";

/// What the schema of the properties is called.
pub const SCHEMA_TITLE: &str = "Factur-X PDFA Extension Schema";

/// Its namespace.
pub const SCHEMA_NAMESPACE: &str = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

/// Its prefix.
pub const SCHEMA_PREFIX: &str = "fx";

/// The properties: name, value, and what it means.
pub const PROPERTIES: [(&str, &str, &str); 4] = [
    ("DocumentType", "INVOICE", "type of the hybrid document"),
    ("DocumentFileName", FILE_NAME, "name of the embedded XML document"),
    ("Version", "1.0", "version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "EN 16931", "conformance level of the embedded XML document"),
];
