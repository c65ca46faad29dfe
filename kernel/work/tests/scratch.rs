//! scratch
use store::Migrations;
#[tokio::test]
async fn all() {
    let root = xtask::find_root().unwrap();
    let mut ctx: Vec<Migrations> = Vec::new();
    for c in ["store","web","work","people","calls"] {
        let steps: Vec<(&'static str,&'static str)> = xtask::migrations(&root).unwrap().into_iter().filter(|m| m.context==c).map(|m| (&*Box::leak(m.file.file_stem().unwrap().to_string_lossy().into_owned().into_boxed_str()), &*Box::leak(m.text.into_boxed_str()))).collect();
        ctx.push(Migrations{context: c, steps: Box::leak(steps.into_boxed_slice())});
    }
    let statements = xtask::statements(&root).unwrap();
    println!("{} statements", statements.len());
    store::testing::on_each_engine(&ctx, async |store| {
        for s in &statements {
            let text = s.text.clone();
            if let Err(r) = store.write(move |tx| tx.prepare(&text)).await { println!("{}:{}: {r}", s.file.display(), s.line); }
        }
    }).await;
}
