//! Pictures that people send: PNG and JPEG, known by their content, measured, and relieved of what
//! cameras and editors wrote into them.
//!
//! Invariants: what is not one of the two is no picture, whatever its name; what is kept holds no
//! place, date or name that a telephone noted, but which side is up. Nothing is decoded here.

/// Pixels from side to side of a picture, at most.
const SIDE_MOST: i64 = 12_000;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// Pixels from left to right, as it is shown.
    pub width: i64,
    /// Pixels from top to bottom, as it is shown.
    pub height: i64,
    /// Its bytes, without notes.
    pub bytes: Vec<u8>,
}

/// The picture that some bytes are; nothing if they are none, or one too large.
pub(crate) fn image(bytes: &[u8]) -> Option<Image> {
    let image = if bytes.starts_with(PNG) { png(bytes)? } else { jpeg(bytes)? };
    let fits = |side: i64| (1..=SIDE_MOST).contains(&side);
    (fits(image.width) && fits(image.height)).then_some(image)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    Some(part.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
}

/// Chunks that hold words and notes: PNG specification, third edition, 11.3.
const PNG_NOTES: [&[u8]; 5] = [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"];

fn png(bytes: &[u8]) -> Option<Image> {
    let mut kept = PNG.to_vec();
    let mut at = PNG.len();
    let (mut size, mut ended) = (None, false);
    while !ended {
        let length = number(bytes, at, 4)?;
        let kind = bytes.get(at + 4..at + 8)?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        match kind {
            b"IHDR" => size = Some((number(bytes, at + 8, 4)?, number(bytes, at + 12, 4)?)),
            b"IEND" => ended = true,
            _ => {}
        }
        if !PNG_NOTES.contains(&kind) {
            kept.extend_from_slice(chunk);
        }
        at += chunk.len();
    }
    let (width, height) = size?;
    let side = |side| i64::try_from(side).ok();
    Some(Image { media_type: "image/png", width: side(width)?, height: side(height)?, bytes: kept })
}

fn jpeg(bytes: &[u8]) -> Option<Image> {
    if !bytes.starts_with(b"\xff\xd8\xff") {
        return None;
    }
    let mut kept = b"\xff\xd8".to_vec();
    let (mut at, mut size, mut turn) = (2, None, 1);
    loop {
        let marker = number(bytes, at, 2)?;
        if marker == 0xffff {
            at += 1;
            continue;
        }
        let length = number(bytes, at + 2, 2)?;
        let segment = bytes.get(at..at.checked_add(length)?.checked_add(2)?)?;
        match marker {
            // Start of a frame, whichever the coding: ITU-T T.81, table B.1.
            0xffc0..=0xffcf if ![0xffc4, 0xffc8, 0xffcc].contains(&marker) => {
                size = Some((number(segment, 7, 2)?, number(segment, 5, 2)?));
                kept.extend_from_slice(segment);
            }
            0xffe1 => {
                turn = orientation(segment).unwrap_or(turn);
            }
            // Notes of applications, but for JFIF, profiles of colours and Adobe's own colours.
            0xffe3..=0xffed | 0xffef | 0xfffe => {}
            0xffda => break,
            0xff01..=0xffff => kept.extend_from_slice(segment),
            _ => return None,
        }
        at += segment.len();
    }
    let (width, height) = size?;
    let (width, height) = (i64::try_from(width).ok()?, i64::try_from(height).ok()?);
    if turn != 1 {
        let end = kept.split_off(2);
        kept.extend(turned(turn));
        kept.extend(end);
    }
    // The picture itself, to its end.
    kept.extend_from_slice(bytes.get(at..)?);
    let (width, height) = if turn >= 5 { (height, width) } else { (width, height) };
    Some(Image { media_type: "image/jpeg", width, height, bytes: kept })
}

/// Which side is up, of the Exif of a segment: tag 0x0112, one to eight.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"\xff\xe1")?.get(2..)?.strip_prefix(b"Exif\0\0")?;
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let read = |at: usize, length: usize| {
        let part = tiff.get(at..at.checked_add(length)?)?;
        let fold = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if little { part.iter().rev().fold(0, fold) } else { part.iter().fold(0, fold) })
    };
    let start = read(4, 4)?;
    let count = read(start, 2)?;
    let entry =
        (0..count).map(|place| start + 2 + place * 12).find(|at| read(*at, 2) == Some(0x0112));
    let turn = read(entry? + 8, 2)?;
    u8::try_from(turn).ok().filter(|turn| (1..=8).contains(turn))
}

/// An Exif segment that says which side is up, and nothing else.
fn turned(turn: u8) -> Vec<u8> {
    let mut segment =
        b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([turn, 0, 0, 0, 0, 0, 0]);
    segment
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PNG, image, orientation, turned};

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length, &kind[..], data, &[0; 4]].concat()
    }

    fn png(extra: &[u8]) -> Vec<u8> {
        let head = [0, 0, 0, 40, 0, 0, 0, 30, 8, 2, 0, 0, 0];
        [PNG, &chunk(b"IHDR", &head), extra, &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")].concat()
    }

    /// A photo of 64 by 48 pixels with some segments before its frame.
    fn jpeg(extra: &[u8]) -> Vec<u8> {
        let frame = b"\xff\xc0\x00\x0b\x08\x00\x30\x00\x40\x01\x01\x11\x00";
        [b"\xff\xd8", extra, frame, b"\xff\xda\x00\x02points\xff\xd9"].concat()
    }

    #[test]
    fn pictures_are_measured_and_lose_what_was_noted_in_them() {
        let plain = image(&png(b"")).unwrap();
        assert_eq!((plain.media_type, plain.width, plain.height), ("image/png", 40, 30));
        let noted = image(&png(&chunk(b"tEXt", b"Author\0Zoe"))).unwrap();
        assert_eq!(noted.bytes, png(b""), "who made it is forgotten");
        let photo = image(&jpeg(b"\xff\xe1\x00\x0aExif\0\0II\xff\xfe\x00\x05Zoe")).unwrap();
        assert_eq!((photo.media_type, photo.width, photo.height), ("image/jpeg", 64, 48));
        assert_eq!(photo.bytes, jpeg(b""));
    }

    #[test]
    fn a_photo_taken_upright_stays_upright() {
        let photo = image(&jpeg(&turned(6))).unwrap();
        assert_eq!((photo.width, photo.height), (48, 64));
        assert_eq!(orientation(photo.bytes.get(2..).unwrap()), Some(6));
        assert_eq!(image(&photo.bytes).unwrap(), photo, "nothing more to forget");
    }

    #[test]
    fn what_is_no_picture_is_not_taken_and_breaks_nothing() {
        for bad in [
            &b""[..],
            b"<svg/>",
            b"GIF89a",
            b"%PDF-1.7",
            PNG,
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xe1\xff\xff",
        ] {
            assert_eq!(image(bad), None);
        }
        for whole in [png(&chunk(b"tEXt", b"x")), jpeg(&turned(3))] {
            for end in 0..whole.len() {
                let cut = image(whole.get(..end).unwrap());
                assert!(cut.is_none() || end > 40, "cut at {end}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it_and_what_is_kept_stays_as_it_is(
            whole in prop_oneof![
                Just(png(&chunk(b"tEXt", b"Author\0Zoe"))),
                Just(jpeg(&turned(6))),
                Just(jpeg(b"\xff\xe1\x00\x0aExif\0\0II")),
            ],
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        ) {
            let mut bytes = whole;
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(kept) = image(&bytes) {
                prop_assert_eq!(image(&kept.bytes), Some(kept.clone()));
            }
        }
    }
}
