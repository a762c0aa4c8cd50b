//! `#[port]`: forwarding, trait objects, mocks, spans and stacks of layers.

use std::sync::Arc;
use std::time::Duration;

use tower::ServiceBuilder;

use crate::orders::{
    AnyOrderRepository, Broken, Memory, MockOrderRepository, OrderRepository,
    OrderRepositoryRequest, OrderRepositoryService, OrderRepositoryStack, RepoError,
    TracedOrderRepository, place,
};
use crate::spans::Recorder;

const PLACED: Result<(bool, usize), RepoError> = Ok((true, 2));

#[tokio::test]
async fn pointers_to_adapters_are_adapters() {
    let leaked: &'static Memory = Box::leak(Box::default());
    assert_eq!(place(&Arc::new(Memory::default())).await, PLACED);
    assert_eq!(place(&Box::new(Memory::default())).await, PLACED);
    assert_eq!(place(&leaked).await, PLACED);
    assert_eq!(place(&Arc::new(Box::new(Memory::default()))).await, PLACED);
}

#[tokio::test]
async fn futures_can_be_sent_to_another_task() {
    fn generic<R: OrderRepository>(
        orders: R,
    ) -> tokio::task::JoinHandle<Result<(bool, usize), RepoError>> {
        tokio::spawn(async move { place(&orders).await })
    }
    assert_eq!(generic(Memory::default()).await.expect("it ran"), PLACED);
    assert_eq!(generic(AnyOrderRepository::new(Memory::default())).await.expect("it ran"), PLACED);
}

#[tokio::test]
async fn adapters_of_several_types_stand_in_one_list() {
    let all = [
        AnyOrderRepository::new(Memory::default()),
        AnyOrderRepository::new(TracedOrderRepository::new(Memory::default())),
        AnyOrderRepository::new(Broken),
    ];
    let mut results = Vec::new();
    for orders in &all {
        results.push(place(&orders.clone()).await);
    }
    assert_eq!(results, [PLACED, PLACED, Err(RepoError::Down)]);
}

#[tokio::test]
async fn a_mock_answers_what_it_is_told() {
    let mut orders = MockOrderRepository::new();
    orders.expect_save().times(2).returning(|_| Ok(()));
    orders.expect_search().returning(|_, _, _, _| Ok(vec![]));
    orders.expect_get().returning(|_| Err(RepoError::Down));
    assert_eq!(place(&orders).await, Err(RepoError::Down), "`has` asks `get`");
}

#[tokio::test]
async fn a_stack_of_layers_is_an_adapter() {
    let plain = OrderRepositoryStack::new(OrderRepositoryService::new(Memory::default()));
    assert_eq!(place(&plain).await, PLACED);
    let limited = ServiceBuilder::new()
        .concurrency_limit(1)
        .map_request(|request: OrderRepositoryRequest| request)
        .service(OrderRepositoryService::new(Arc::new(Memory::default())));
    assert_eq!(place(&OrderRepositoryStack::new(limited)).await, PLACED);
}

#[tokio::test(start_paused = true)]
async fn a_stack_ends_a_call_that_takes_too_long() {
    let service = ServiceBuilder::new()
        .timeout(Duration::from_secs(1))
        .service(OrderRepositoryService::new(Broken));
    let orders = OrderRepositoryStack::new(service);
    assert_eq!(orders.get(1).await, Err(RepoError::Late));
    assert_eq!(
        place(&orders).await,
        Err(RepoError::Down),
        "an error of the adapter stays what it is"
    );
}

#[tokio::test]
async fn a_request_names_its_method_and_shows_no_argument() {
    let request = OrderRepositoryRequest::Search {
        text: "secret".to_owned(),
        ids: vec![1],
        customer: None,
        like: None,
    };
    assert_eq!(request.method(), "search");
    assert_eq!(format!("{:?}", request.clone()), "OrderRepositoryRequest::search");
}

#[tokio::test]
async fn a_span_names_port_method_adapter_and_error() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let orders = TracedOrderRepository::new(Broken);
    assert_eq!(place(&orders).await, Err(RepoError::Down));
    drop(guard);
    assert_eq!(
        recorder.take(),
        [
            "span port.out port=\"OrderRepository\" method=\"save\" adapter=\"run::orders::Broken\"",
            "record error=the store is down",
            "record otel.status_code=\"ERROR\"",
            "WARN message=port call failed error=the store is down",
        ]
    );
}
