//! A mail server of a few lines on the loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The mails that a server took: sender, recipient and the whole message.
pub type Taken = Arc<Mutex<Vec<(String, String, String)>>>;

/// A mail server that knows nobody called « absent » and takes nothing for « filtre ».
pub fn mail_server() -> (String, Taken) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let taken = Taken::default();
    let kept = taken.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = converse(&stream.unwrap(), &kept);
        }
    });
    (url, taken)
}

fn converse(mut stream: &TcpStream, taken: &Taken) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let (mut from, mut to) = (String::new(), String::new());
    stream.write_all(b"220 essai\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let answer = match line.get(..4).unwrap_or_default() {
            "EHLO" => "250-essai\r\n250 8BITMIME",
            "RCPT" if line.contains("absent") => "550 5.1.1 personne de ce nom",
            "RCPT" if line.contains("filtre") => "550 5.7.1 refuse par notre politique",
            "RCPT" => {
                to = line.clone();
                "250 bien"
            }
            "MAIL" => {
                from = line.clone();
                "250 bien"
            }
            "DATA" => {
                stream.write_all(b"354 a vous\r\n")?;
                let mut message = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    message.push_str(&line);
                    message.push('\n');
                }
                taken.lock().unwrap().push((from.clone(), to.clone(), message));
                "250 pris"
            }
            "QUIT" => return stream.write_all(b"221 adieu\r\n"),
            _ => "250 bien",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}
