//! Publishes what is in the outbox.

use futures_util::future::join_all;
use portcullis_macros::use_case;

use crate::ports::{EventPublisher, Outbox, RelayEvents, Unavailable};

/// Publishes each message at least once: after a crash between the two steps, it is published
/// again.
#[use_case]
pub struct EventRelay<O, P> {
    outbox: O,
    publisher: P,
}

#[use_case(port = RelayEvents, single)]
impl<O: Outbox, P: EventPublisher> EventRelay<O, P> {
    pub fn new(outbox: O, publisher: P) -> Self {
        Self { outbox, publisher }
    }

    pub async fn relay(&self) -> Result<usize, Unavailable> {
        let messages = self.outbox.claim().await?;
        // At once, since each has a key of its own: one that is slow or refused holds up no other.
        let published = messages.iter().map(|message| async {
            self.publisher.publish(message).await?;
            self.outbox.remove(message).await
        });
        join_all(published).await.into_iter().collect::<Result<Vec<()>, _>>()?;
        Ok(messages.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Message, MockEventPublisher, MockOutbox};

    fn outbox_with(keys: &'static [&'static str]) -> MockOutbox {
        let message = |key: &&str| Message {
            id: uuid::Uuid::nil(),
            key: (*key).to_owned(),
            name: "order.placed".to_owned(),
            version: 1,
            payload: "{}".to_owned(),
        };
        let mut outbox = MockOutbox::new();
        outbox
            .expect_claim()
            .returning(move || Ok(keys.iter().map(message).collect()));
        outbox
    }

    #[tokio::test]
    async fn what_was_published_is_removed() {
        let mut outbox = outbox_with(&["7"]);
        outbox.expect_remove().once().returning(|_| Ok(()));
        let mut publisher = MockEventPublisher::new();
        publisher.expect_publish().once().returning(|_| Ok(()));
        let relayed = EventRelay::new(outbox, publisher).relay().await;
        assert_eq!(relayed.expect("relayed"), 1);
    }

    #[tokio::test]
    async fn what_was_not_published_stays() {
        let mut publisher = MockEventPublisher::new();
        publisher
            .expect_publish()
            .returning(|_| Err(Unavailable::because("no broker")));
        let relay = EventRelay::new(outbox_with(&["7"]), publisher);
        assert!(relay.relay().await.is_err());
    }

    #[tokio::test]
    async fn a_message_that_is_refused_holds_up_no_other() {
        let mut outbox = outbox_with(&["7", "8"]);
        outbox
            .expect_remove()
            .withf(|message| message.key == "8")
            .once()
            .returning(|_| Ok(()));
        let mut publisher = MockEventPublisher::new();
        publisher
            .expect_publish()
            .returning(|message| match message.key.as_str() {
                "7" => Err(Unavailable::because("too large")),
                _ => Ok(()),
            });
        assert!(EventRelay::new(outbox, publisher).relay().await.is_err());
    }
}
