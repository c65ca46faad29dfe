//! Messages, against a mail server of a few lines on the loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use paper::{Mail, PaperError, SmtpSettings, send};

/// What a conversation left behind.
#[derive(Default, Debug)]
struct Heard {
    commands: Vec<String>,
    message: String,
}

/// Serves one conversation, answering `to_recipient` to each recipient.
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
fn serve(to_recipient: &'static str) -> (SmtpSettings, JoinHandle<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let from = "Parvis <parvis@example.org>".to_owned();
    let served = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        converse(&stream, to_recipient).unwrap_or_default()
    });
    (SmtpSettings { url, from, bounces: None }, served)
}

fn converse(mut stream: &TcpStream, to_recipient: &str) -> std::io::Result<Heard> {
    let mut heard = Heard::default();
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 essai\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        heard.commands.push(line.clone());
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-essai\r\n250 8BITMIME",
            "RCPT" => to_recipient,
            "DATA" => {
                stream.write_all(b"354 a vous\r\n")?;
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    heard.message.push_str(&line);
                    heard.message.push('\n');
                }
                "250 pris"
            }
            "QUIT" => {
                stream.write_all(b"221 adieu\r\n")?;
                return Ok(heard);
            }
            _ => "250 bien",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(heard)
}

fn mail() -> Mail {
    Mail {
        to: "Awa Diallo <awa@example.org>".to_owned(),
        subject: "Votre dossier est arrivé".to_owned(),
        text: "Bonjour,\nVotre dossier est arrivé.\n.\nÀ bientôt".to_owned(),
        message_id: "0192f@parvis.example.org".to_owned(),
        attachments: vec![],
        unsubscribe: None,
    }
}

#[test]
fn a_message_arrives_as_it_was_written() {
    let (settings, served) = serve("250 bien");
    send(&settings, &mail()).unwrap();
    let heard = served.join().unwrap();
    let commands = heard.commands.join("\n");
    assert!(commands.contains("MAIL FROM:<parvis@example.org>"), "{commands}");
    assert!(commands.contains("RCPT TO:<awa@example.org>"), "{commands}");
    for part in [
        "From: \"Parvis\" <parvis@example.org>",
        "To: \"Awa Diallo\" <awa@example.org>",
        "Message-ID: <0192f@parvis.example.org>",
        "Content-Type: text/plain; charset=utf-8",
        "Date: ",
        "Subject: ",
        "\n..\n",
    ] {
        let plain = part.replace('"', "");
        let found = heard.message.contains(part) || heard.message.contains(&plain);
        assert!(found, "{part} not in {}", heard.message);
    }
}

#[test]
fn files_are_attached() {
    let (settings, served) = serve("250 bien");
    let pdf = ("reçu n° 1.pdf".to_owned(), "application/pdf".to_owned(), b"%PDF-1.7".to_vec());
    let sheet = ("a.csv".to_owned(), "text/csv; charset=utf-8".to_owned(), vec![0xef, 0xbb, 0xbf]);
    send(&settings, &Mail { attachments: vec![pdf, sheet], ..mail() }).unwrap();
    let message = served.join().unwrap().message;
    for part in ["multipart/mixed", "application/pdf", "attachment", "JVBERi0xLjc=", "text/csv"] {
        assert!(message.contains(part), "{part} not in {message}");
    }
}

#[test]
fn refusals_for_good_are_told_from_refusals_for_now() {
    let (settings, served) = serve("550 5.1.1 personne de ce nom");
    let refused = send(&settings, &mail()).unwrap_err();
    assert!(
        matches!(&refused, PaperError::RefusedForGood(why) if why.contains("personne")),
        "{refused}"
    );
    assert!(!refused.is_temporary());
    assert!(served.join().unwrap().message.is_empty());

    let (settings, served) = serve("451 4.7.1 plus tard");
    let refused = send(&settings, &mail()).unwrap_err();
    assert!(
        matches!(&refused, PaperError::RefusedForNow(why) if why.contains("plus tard")),
        "{refused}"
    );
    assert!(refused.is_temporary());
    served.join().unwrap();
}

#[test]
fn an_absent_server_may_come_back() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let settings = SmtpSettings { url, from: "parvis@example.org".to_owned(), bounces: None };
    assert!(send(&settings, &mail()).unwrap_err().is_temporary());
}

#[test]
fn nothing_is_smuggled_into_the_head() {
    let settings = SmtpSettings {
        url: "smtp://127.0.0.1:1".to_owned(),
        from: "parvis@example.org".to_owned(),
        bounces: None,
    };
    let refused = |mail: Mail| send(&settings, &mail).unwrap_err();
    for evil in ["x\r\nBcc: tous@example.org", "x\ny", "x\ry", "x\u{0}", "x\u{85}y", "x\u{2028}y"] {
        let evil = evil.to_owned();
        let subject = refused(Mail { subject: evil.clone(), ..mail() });
        assert_eq!(subject, PaperError::ControlCharacter("subject"));
        let id = refused(Mail { message_id: evil.clone(), ..mail() });
        assert_eq!(id, PaperError::ControlCharacter("message id"));
        let to = refused(Mail { to: format!("{evil}@example.org"), ..mail() });
        assert_eq!(to, PaperError::ControlCharacter("recipient"));
        let file = (evil.clone(), "text/plain".to_owned(), vec![]);
        let attached = refused(Mail { attachments: vec![file], ..mail() });
        assert_eq!(attached, PaperError::ControlCharacter("name of an attachment"));
        let file = ("a".to_owned(), evil, vec![]);
        let attached = refused(Mail { attachments: vec![file], ..mail() });
        assert_eq!(attached, PaperError::ControlCharacter("media type of an attachment"));
    }
    let bad = refused(Mail { to: "a@b, c@d".to_owned(), ..mail() });
    assert_eq!(bad, PaperError::Address("a@b, c@d".to_owned()));
    let file = ("a".to_owned(), "rien".to_owned(), vec![]);
    let bad = refused(Mail { attachments: vec![file], ..mail() });
    assert_eq!(bad, PaperError::MediaType("rien".to_owned()));
    let nowhere = SmtpSettings { url: "courrier".to_owned(), ..settings.clone() };
    assert!(matches!(send(&nowhere, &mail()), Err(PaperError::Server(_))));
}

#[test]
fn the_password_is_not_shown() {
    let settings = SmtpSettings {
        url: "smtps://parvis:secret@mail.example.org".to_owned(),
        from: "parvis@example.org".to_owned(),
        bounces: None,
    };
    assert!(!format!("{settings:?}").contains("secret"));
    let broken =
        SmtpSettings { url: "ftp://parvis:secret@mail.example.org".to_owned(), ..settings };
    assert!(!format!("{:?}", send(&broken, &mail())).contains("secret"));
}
