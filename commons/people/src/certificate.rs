//! The certificate with which the public address is served: what its file says, read when asked.
//!
//! A proxy answers for TLS; Parvis is told where the file is. Deliberately absent: whether the
//! proxy has taken it up, and whether its chain is trusted.

use std::path::Path;

use base::Moment;
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// What a certificate says of itself.
pub(crate) struct Certified {
    /// The names it is good for; its subject, if it names none.
    pub(crate) names: String,
    /// When it ends.
    pub(crate) ends: Moment,
}

/// The first certificate of a PEM file, which is the server's own; or why it cannot be read.
pub(crate) fn read_certificate(path: &Path) -> Result<Certified, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let chain = Certificate::load_pem_chain(&bytes).map_err(|error| error.to_string())?;
    let own = chain.first().ok_or("no certificate")?.tbs_certificate();
    let ends = own.validity().not_after.to_unix_duration().as_micros();
    let ends = Moment(i64::try_from(ends).unwrap_or(i64::MAX));
    let named = own.get_extension::<SubjectAltName>().ok().flatten();
    let names: Vec<String> = named.iter().flat_map(|(_, names)| &names.0).filter_map(dns).collect();
    let names = if names.is_empty() { own.subject().to_string() } else { names.join(", ") };
    Ok(Certified { names, ends })
}

fn dns(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        _ => None,
    }
}
