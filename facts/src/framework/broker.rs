//! Names by which messages are published, consumed and acknowledged.

/// How a library speaks to a broker.
#[derive(Clone, Copy, Debug)]
pub struct BrokerTable {
    /// The broker: `kafka`, `rabbitmq`, `nats`, `pulsar`.
    pub kind: &'static str,
    /// Functions that say where the broker is, with the argument that is the address.
    pub addresses: &'static [(&'static str, u8)],
    /// Functions that set an option by a key, with the arguments of key and value.
    pub options: &'static [(&'static str, u8, u8)],
    /// The key of [`Self::options`] whose value is the address.
    pub address_key: Option<&'static str>,
    /// Functions that address a message that is published later, with the argument that is the topic.
    pub records: &'static [(&'static str, u8)],
    /// Functions that publish.
    pub publishes: &'static [PublishEntry],
    /// Functions that subscribe, with the argument that is the topic or the list of topics.
    pub subscribes: &'static [(&'static str, u8)],
    /// Functions that give the next message, or a stream of messages.
    pub receives: &'static [&'static str],
    /// Functions that acknowledge.
    pub acknowledges: &'static [&'static str],
    /// How messages are acknowledged if code does not say it.
    pub by_itself: ByItself,
    /// Types whose name in a path or signature says that messages are consumed.
    pub consumers: &'static [&'static str],
}

/// A function that publishes.
#[derive(Clone, Copy, Debug)]
pub struct PublishEntry {
    /// Its path.
    pub path: &'static str,
    /// The argument that is the topic, or the record that holds it.
    pub topic: u8,
    /// How many times the result is awaited until the broker has confirmed; none if it never does.
    pub awaits: Option<u8>,
}

/// When a library acknowledges by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByItself {
    /// Never: code must.
    Never,
    /// Unless an option with this key is `false`; but not if another one is `false` and code stores positions.
    Unless {
        /// The option that switches it off.
        key: &'static str,
        /// The option that leaves it to code which positions count.
        manual_key: &'static str,
    },
    /// If a field of a struct literal is `true`.
    IfField(&'static str),
    /// Always, or messages are not acknowledged at all.
    Always,
}
