//! A plan of a room as a picture: black walls on white, written as PNG without compressing.

const WIDTH: usize = 320;
const HEIGHT: usize = 200;

/// Walls: left, top, right, bottom, in pixels.
const WALLS: [[usize; 4]; 8] = [
    [10, 10, 310, 15],
    [10, 10, 15, 190],
    [305, 10, 310, 190],
    [10, 185, 140, 190],
    [180, 185, 310, 190],
    [60, 10, 64, 60],
    [10, 60, 64, 64],
    [10, 110, 64, 114],
];

/// The picture.
pub(super) fn picture() -> Vec<u8> {
    let row = |y: usize| {
        let black = |x: usize| {
            let inside = |[left, top, right, bottom]: &[usize; 4]| {
                (left..right).contains(&&x) && (top..bottom).contains(&&y)
            };
            WALLS.iter().any(inside)
        };
        let byte = |start: usize| {
            (0..8).fold(0u8, |bits, bit| bits << 1 | u8::from(!black(start * 8 + bit)))
        };
        // Each row begins with its filter: none.
        std::iter::once(0).chain((0..WIDTH / 8).map(byte)).collect::<Vec<u8>>()
    };
    let rows: Vec<u8> = (0..HEIGHT).flat_map(row).collect();
    let side = |side: usize| u32::try_from(side).unwrap_or(1).to_be_bytes();
    let head = [&side(WIDTH)[..], &side(HEIGHT), &[1, 0, 0, 0, 0]].concat();
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", stored(&rows)), (b"IEND", Vec::new())] {
        picture.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
        let named = [&kind[..], &data].concat();
        picture.extend(&named);
        picture.extend(crc(&named).to_be_bytes());
    }
    picture
}

/// A zlib stream of one stored block (RFC 1950, RFC 1951): shorter than 65,536 bytes.
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(0);
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(data);
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend((b << 16 | a).to_be_bytes());
    stream
}

/// The check of a chunk: PNG specification, annex D.
fn crc(data: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |c, _| {
            if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 }
        })
    };
    !data.iter().fold(u32::MAX, step)
}
