//! Kept files: once each, under their own digest, and checked against it.

use base::Refusal;
use parvis_store::testing::on_each_engine;
use parvis_store::{Finding, check_engine, delete_blob, get_blob, put_blob, sql};

use crate::ground::{ALL, number};

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_come_back() {
    on_each_engine(ALL, async |store| {
        let put = store.write(|tx| Ok([put_blob(tx, vec![1, 2])?, put_blob(tx, vec![1, 2])?]));
        let [first, second] = put.await.unwrap();
        assert_eq!(first, second);
        assert_eq!(number(&store, sql("SELECT count(*) FROM store_blob")).await, 1);
        assert_eq!(store.read(move |tx| get_blob(tx, &first)).await, Ok(vec![1, 2]));
        let nobody = store.read(|tx| get_blob(tx, "no such digest")).await;
        assert_eq!(nobody, Err(Refusal::Unknown));
    })
    .await;
}

#[tokio::test]
async fn bytes_that_two_keep_stay_until_both_forget_them() {
    on_each_engine(ALL, async |store| {
        let left = store.write(|tx| {
            let hash = put_blob(tx, vec![1, 2])?;
            put_blob(tx, vec![1, 2])?;
            delete_blob(tx, &hash)?;
            let first = get_blob(tx, &hash);
            delete_blob(tx, &hash)?;
            Ok((first, get_blob(tx, &hash)))
        });
        let (first, second) = left.await.unwrap();
        assert_eq!(first, Ok(vec![1, 2]));
        assert_eq!(second, Err(Refusal::Unknown));
    })
    .await;
}

#[tokio::test]
async fn a_kept_file_that_changed_is_found() {
    on_each_engine(ALL, async |store| {
        let kept = store.write(|tx| {
            put_blob(tx, vec![1])?;
            put_blob(tx, vec![2])
        });
        let hash = kept.await.unwrap();
        assert_eq!(store.read(check_engine).await, Ok(Vec::new()));
        let spoilt = hash.clone();
        let spoil = store.write(move |tx| {
            tx.run(
                sql("UPDATE store_blob SET bytes = $1 WHERE hash = $2"),
                &[vec![3u8].into(), spoilt.as_str().into()],
            )
        });
        assert_eq!(spoil.await, Ok(1));
        let invariant = "a kept file is what its name says";
        let found = Finding { invariant, record: hash };
        assert_eq!(store.read(check_engine).await, Ok(vec![found]));
    })
    .await;
}
