//! Whole systems in memory: what is found of them, and that nothing secret is in it.

use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::discover::{Edition, Package, Target, TargetKind};
use crate::place::Span;

fn package(dir: &str, binaries: &[&str]) -> Package {
    let target = |name: &&str| Target {
        name: (*name).to_owned(),
        crate_name: name.replace('-', "_"),
        kind: TargetKind::Bin,
        root: format!("{dir}/src/main.rs"),
        required_features: Vec::new(),
        edition: Edition::E2024,
        crate_types: Vec::new(),
        test: true,
        harness: true,
    };
    Package {
        name: dir.rsplit('/').next().unwrap_or_default().to_owned(),
        dir: dir.to_owned(),
        manifest: format!("{dir}/Cargo.toml"),
        name_span: Span::new(0, 0),
        edition: Edition::E2024,
        workspace: None,
        publish: true,
        features: std::collections::BTreeMap::default(),
        dependencies: Vec::new(),
        targets: binaries.iter().map(target).collect(),
    }
}

fn deployed(files: &[(&str, &str)], mut packages: Vec<Package>) -> Deployed {
    let mut files = files.to_vec();
    files.sort_unstable();
    packages.sort_by(|a, b| a.dir.cmp(&b.dir));
    let files: Vec<DeployFile<'_>> = files
        .iter()
        .enumerate()
        .map(|(at, (path, text))| DeployFile { path, file: FileId(at as u32), text, unread: false })
        .collect();
    let discovered = Discovered {
        root: PathBuf::new(),
        files: Vec::new(),
        workspaces: Vec::new(),
        packages,
        left_out: Vec::new(),
        problems: Vec::new(),
    };
    read(&DeployInput { files: &files, discovered: &discovered })
}

#[test]
fn secrets_in_commands_are_committed() {
    let compose = "services:
  cache:
    image: redis:7
    command: redis-server --requirepass Zt5-real
  queue:
    image: redis:7
    command: [\"redis-server\", \"--requirepass\", \"${REDIS_PASSWORD}\"]
";
    let job = "apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      containers:
        - name: migrate
          image: shop/sqlx:1
          args:
            - |
              sqlx migrate run --database-url postgres://shop:Zt6-real@db/shop
";
    let found = deployed(&[("compose.yaml", compose), ("k8s/job.yaml", job)], Vec::new());
    let told: Vec<String> = found
        .settings
        .iter()
        .map(|setting| format!("{:?} {} {}", setting.kind, setting.name, setting.place.file.0))
        .collect();
    assert_eq!(told, ["Secret requirepass 0", "Secret postgres:// 1"]);
    assert!(!format!("{found:?}").contains("-real"), "a secret was kept");
}

#[test]
fn what_a_broken_file_declares_is_hidden() {
    let files = [
        ("compose.yaml", "services:\n  a:\n    image: x/a:1\n"),
        ("k8s.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: [b\n"),
        // What runs in CI declares nothing that is deployed.
        (".github/workflows/ci.yaml", "jobs:\n  build: {steps: [b\n"),
    ];
    let deployed = deployed(&files, Vec::new());
    let reasons: Vec<&str> = deployed.hidden.iter().map(|hidden| hidden.reason.as_str()).collect();
    assert_eq!(reasons, ["`k8s.yaml` was not read to its end"]);
    assert_eq!(deployed.problems.len(), 2);
}

fn shown(deployed: &Deployed) -> String {
    let mut out = String::new();
    for found in &deployed.deployments {
        let _ = write!(out, "{} {:?} {}", found.name, found.role, found.technology);
        if let Some(package) = found.package {
            let why = &found.package_why;
            let _ = write!(out, " package {} {:?} .{}", package.0, found.binary, why.confidence);
        }
        if let Some(image) = &found.image {
            let _ = write!(out, " image {} {:?}", image.text, image.tag);
        }
        if let Some((count, _)) = found.replicas {
            let _ = write!(out, " x{count}");
        }
        for (flag, name) in [
            (found.autoscaled, "autoscaled"),
            (found.singleton, "singleton"),
            (found.operated, "operated"),
            (found.development, "dev"),
            (found.template, "template"),
            (!found.env_complete, "incomplete"),
            (found.resources.is_some(), "bounded"),
        ] {
            if flag {
                let _ = write!(out, " {name}");
            }
        }
        let _ = writeln!(out, " at {} in {}", found.hosts.join(" "), found.networks.join(" "));
        for port in &found.ports {
            let _ = writeln!(out, "  port {:?}:{} {}", port.host, port.container, port.public);
        }
        for probe in &found.probes {
            let _ = writeln!(out, "  {:?} {:?} {:?}", probe.kind, probe.path, probe.port);
        }
        for value in &found.env {
            let _ = writeln!(
                out,
                "  {}={:?} {:?} .{}",
                value.name, value.value, value.source, value.confidence
            );
        }
    }
    for topic in &deployed.topics {
        let _ = writeln!(out, "topic {} of {}", topic.name, topic.kind);
    }
    for setting in &deployed.settings {
        let _ = writeln!(out, "{:?} {} {}", setting.kind, setting.name, setting.development);
    }
    for hidden in &deployed.hidden {
        let _ = writeln!(out, "hidden: {}", hidden.reason);
    }
    for problem in &deployed.problems {
        let _ = writeln!(out, "problem: {} {}", problem.path, problem.message);
    }
    out
}

const COMPOSE: &str = r#"
x-env: &env
  RUST_LOG: info
services:
  orders-api:
    build: {context: ., args: {BIN: orders}}
    environment:
      <<: *env
      DATABASE_URL: postgres://app:${DB_PASSWORD}@db:5432/${DB:-orders}
      STRIPE_API_KEY: sk_live_51Hx9
      BILLING_URL: http://billing:8080
      REGION:
    ports: ["127.0.0.1:8080:80"]
    depends_on:
      migrate: {condition: service_completed_successfully}
    networks: {back: {aliases: [orders]}}
    deploy: {replicas: 2, resources: {limits: {cpus: "1"}}}
  billing:
    build: ./billing
    env_file: [billing/app.env, missing.env]
    healthcheck: {disable: true}
    networks: [back]
  migrate:
    build: {context: ., args: {BIN: orders}}
    command: /bin/orders migrate
    networks: [back]
  db:
    image: postgres:16
    environment: ["POSTGRES_PASSWORD=postgres"]
    network_mode: service:billing
networks: {back: {}}
"#;

const DOCKERFILE: &str = "FROM rust:1 AS build\nARG BIN\nRUN cargo build --release --bin ${BIN}\nFROM debian:12\nENV PORT=80\nEXPOSE 80\nHEALTHCHECK CMD curl http://localhost:80/health\nCOPY --from=build /app/target/release/${BIN} /bin/\nENTRYPOINT [\"/bin/orders\"]\n";

#[test]
fn a_compose_system() {
    let found = deployed(
        &[
            ("docker-compose.yml", COMPOSE),
            (
                "docker-compose.override.yml",
                "services:\n  billing: {ports: [9000], environment: {RUST_LOG: debug}}\n",
            ),
            (".env", "DB_PASSWORD=Xq9-live\n"),
            ("Dockerfile", DOCKERFILE),
            ("billing/Dockerfile", "FROM rust:1\nRUN cargo install --path .\nCMD billing-svc\n"),
            ("billing/app.env", "export TOKEN='ghp_123'\nURL=amqp://guest:guest@mq/\n"),
        ],
        vec![package("orders", &["orders"]), package("billing", &["billing-svc"])],
    );
    insta::assert_snapshot!(shown(&found), @r#"
    billing Service  package 0 Some("billing-svc") .95 dev incomplete at billing in back
      port None:9000 true
      RUST_LOG=Text("debug") Literal .95
      TOKEN=Secret File .90
      URL=Text("amqp://mq/") File .90
    orders-api Service  package 1 Some("orders") .95 x2 bounded at orders-api orders in back
      port Some(8080):80 false
      HealthCheck Some("/health") Some(80)
      BILLING_URL=Text("http://billing:8080") Literal .95
      DATABASE_URL=Text("postgres://db:5432/orders") Literal .90
      PORT=Text("80") Image .90
      REGION=Reference("${REGION}") Literal .90
      RUST_LOG=Text("info") Literal .95
      STRIPE_API_KEY=Secret Literal .95
    billing Service  package 0 Some("billing-svc") .95 incomplete at billing in back
      TOKEN=Secret File .90
      URL=Text("amqp://mq/") File .90
    migrate Job  package 1 Some("orders") .95 at migrate in back
      port None:80 false
      HealthCheck Some("/health") Some(80)
      PORT=Text("80") Image .90
    db Infrastructure postgres image postgres:16 Some("16") at  in back
      POSTGRES_PASSWORD=Secret Literal .95
    Secret DB_PASSWORD false
    Secret TOKEN false
    DevelopmentSecret URL false
    Secret STRIPE_API_KEY false
    DevelopmentSecret POSTGRES_PASSWORD false
    "#);
    for secret in ["Xq9-live", "sk_live", "ghp_123", "guest:guest"] {
        assert!(!format!("{found:?}").contains(secret), "{secret} was kept");
    }
    let names: Vec<u32> = found.secrets.iter().map(|place| place.file.0).collect();
    assert!(names.is_sorted() && names.len() >= 5);
}

#[test]
fn a_kubernetes_system() {
    let web = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 1\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      initContainers:\n        - {name: migrate, image: \"shop/web:1\"}\n      containers:\n        - name: web\n          image: shop/web:1\n          args: [serve]\n          ports: [{name: http, containerPort: 8080}]\n          envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}}]\n          env:\n            - {name: TOKEN, valueFrom: {secretKeyRef: {name: keys, key: token}}}\n            - {name: DB, value: \"postgres://a:b3x@db/shop\"}\n          readinessProbe: {httpGet: {path: /ready, port: http}}\n          resources: {limits: {cpu: 1}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {KAFKA: \"kafka:9092\"}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: keys}\ndata: {token: cGFzc3dvcmQ=}\nstringData: {password: Zt5-real}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: edge}\nspec: {rules: [{http: {paths: [{backend: {service: {name: web}}}]}}]}\n";
    let found = deployed(
        &[
            ("k8s/base/web.yaml", web),
            ("k8s/base/kustomization.yaml", "resources: [web.yaml]\n"),
            (
                "k8s/overlays/prod/kustomization.yaml",
                "resources: [../../base]\nimages: [{name: shop/web, newTag: \"2\"}]\npatches: [{path: more.yaml}]\n",
            ),
            (
                "k8s/overlays/prod/more.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3, template: {spec: {containers: [{name: web, env: [{name: MORE, value: x}]}]}}}\n",
            ),
            ("k8s/overlays/dev/kustomization.yaml", "resources: [../../base]\n"),
        ],
        vec![package("web", &["web"])],
    );
    insta::assert_snapshot!(shown(&found), @r#"
    web Service  package 0 Some("web") .70 image shop/web:2 Some("2") x3 bounded at web in kubernetes
      port None:8080 false
      port Some(80):8080 true
      Readiness Some("/ready") Some(8080)
      DB=Text("postgres://db/shop") Literal .95
      KAFKA=Text("kafka:9092") ConfigMap .95
      MORE=Text("x") Literal .95
      TOKEN=Reference("secret keys/token") Secret .80
      password=Reference("secret keys/password") Secret .80
      token=Reference("secret keys/token") Secret .80
    web/migrate Job  package 0 Some("web") .70 image shop/web:2 Some("2") at  in 
    Secret DB false
    DevelopmentSecret token false
    Secret password false
    "#);
    assert!(!format!("{found:?}").contains("b3x"));
    assert!(!format!("{found:?}").contains("Zt5"));
}

#[test]
fn what_operators_run() {
    let manifest = |api: &str, kind: &str, name: &str, spec: &str| {
        format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n---\n")
    };
    let events = [
        manifest("kafka.strimzi.io/v1beta2", "Kafka", "events", "{kafka: {replicas: 3}}"),
        manifest("kafka.strimzi.io/v1beta2", "KafkaTopic", "orders.v1", "{partitions: 3}"),
        manifest("kafka.strimzi.io/v1beta2", "KafkaTopic", "users", "{topicName: Users_V1}"),
    ];
    let databases = [
        manifest("postgresql.cnpg.io/v1", "Cluster", "orders-db", "{instances: 2}"),
        manifest("acid.zalan.do/v1", "postgresql", "acid-users", "{numberOfInstances: 2}"),
        manifest("cluster.x-k8s.io/v1beta1", "Cluster", "machines", "{instances: 9}"),
    ];
    let (events, databases) = (events.concat(), databases.concat());
    let found =
        deployed(&[("k8s/events.yaml", &events), ("k8s/databases.yaml", &databases)], Vec::new());
    insta::assert_snapshot!(shown(&found), @r"
    orders-db Infrastructure postgres x2 operated at orders-db-rw orders-db-ro orders-db-r in kubernetes
    acid-users Infrastructure postgres x2 operated at acid-users acid-users-repl acid-users-pooler acid-users-pooler-repl in kubernetes
    events Infrastructure kafka x3 operated at events-kafka-bootstrap events-kafka-brokers events-kafka-external-bootstrap in kubernetes
    topic orders.v1 of kafka
    topic Users_V1 of kafka
    ");
}

#[test]
fn what_stands_outside_a_cluster_has_a_name_in_it() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {type: ExternalName, externalName: db.example.org}\n";
    let found = deployed(&[("k8s/db.yaml", service)], Vec::new());
    assert_eq!(shown(&found).trim(), "db Infrastructure external operated at db in kubernetes");
}

#[test]
fn a_chart() {
    let found = deployed(
        &[
            ("chart/Chart.yaml", "name: shop\nversion: 1.0.0\n"),
            ("chart/values.yaml", "replicas: 2\nimage: {repository: shop, tag: \"1\"}\n"),
            (
                "chart/templates/web.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include \"shop.fullname\" . }}-web\nspec:\n  replicas: {{ .Values.replicas }}\n  template:\n    spec:\n      containers:\n        - name: web\n          image: \"{{ .Values.image.repository }}:{{ .Values.image.tag }}\"\n          {{- with .Values.probe }}\n          livenessProbe: {{ toYaml . | nindent 12 }}\n          {{- end }}\n",
            ),
            (
                "chart/templates/other.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Values.unknown }}\nspec: {}\n",
            ),
        ],
        vec![package("shop", &["shop"])],
    );
    insta::assert_snapshot!(shown(&found), @r#"
    shop-web Service  package 0 Some("shop") .70 image shop:1 Some("1") x2 template incomplete at  in kubernetes
      Liveness None None
    hidden: the name of the workload is known only when the template is rendered
    "#);
}

#[test]
fn one_image_with_many_programs() {
    let dockerfile = "FROM rust AS b\nRUN cargo build --release\nFROM debian\nCOPY --from=b /a/target/release/web /a/target/release/worker /bin/\nCMD [\"sh\", \"-c\", \"/bin/${APP}\"]\n";
    let compose = "services:\n  front: {build: ., environment: {APP: web}}\n  back: {build: ., command: [worker, --all]}\n  proxy: {image: \"nginx:1\"}\n  php: {build: ./php}\n";
    let found = deployed(
        &[
            ("Dockerfile", dockerfile),
            ("compose.yaml", compose),
            ("php/Dockerfile", "FROM php:8\nCOPY . .\n"),
        ],
        vec![package("apps", &["web", "worker"])],
    );
    let binaries: Vec<Option<&str>> =
        found.deployments.iter().map(|found| found.binary.as_deref()).collect();
    assert_eq!(binaries, [Some("web"), Some("worker"), None, None]);
}

#[test]
fn broken_files_are_problems() {
    let found = deployed(
        &[
            ("compose.yaml", "services:\n  a: {image: [\n"),
            ("Dockerfile", "FROM a\nWHAT\n"),
            ("k8s.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: *x}\n"),
        ],
        Vec::new(),
    );
    let paths: Vec<&str> = found.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["Dockerfile", "compose.yaml", "k8s.yaml"]);
}

#[test]
fn large_files_cost_what_their_length_says() {
    let mut compose = "services:\n  base: {image: a, env_file: big.env}\n".to_owned();
    let mut manifests = String::new();
    for at in 0..3_000 {
        writeln!(compose, "  s{at}: {{extends: base, links: [\"base:l{at}\"], env_file: big.env}}")
            .unwrap();
        writeln!(
            manifests,
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{at}, labels: {{a: b}}}}\nspec: {{containers: [{{name: c, envFrom: [{{configMapRef: {{name: m}}}}]}}]}}\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{at}}}\nspec: {{selector: {{a: b}}}}"
        )
        .unwrap();
    }
    manifests.push_str("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n");
    let mut env = String::new();
    for at in 0..3_000 {
        writeln!(manifests, "  k{at}: v").unwrap();
        writeln!(env, "K{at}=v").unwrap();
    }
    let found = deployed(
        &[("big.env", &env), ("compose.yaml", &compose), ("pods.yaml", &manifests)],
        vec![package("a", &["a"])],
    );
    let variables: usize = found.deployments.iter().map(|found| found.env.len()).sum();
    assert!(variables < 1_000_000, "{variables} variables were copied");
    assert_eq!(found.deployments.len(), 6_001);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_text_is_read(
        text in "(services:\n|  a:\n|    (image|build|ports|extends|env_file|environment|networks|command): |\\[|\\]|\\{|\\}|: |- |a|80|\\$\\{A|\\}|:-|&x|\\*x|<<|\n|\"|@|://){0,40}",
        env in "(A|B|=|\\$\\{A\\}|\\$B|\"|'|\n){0,30}",
    ) {
        let base = format!("services:\n  base: {{image: a}}\n{text}");
        let manifest = format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n{text}");
        deployed(
            &[
                (".env", &env),
                ("compose.yaml", &base),
                ("compose.override.yaml", &base),
                ("k/kustomization.yaml", &text),
                ("k/pod.yaml", &manifest),
                ("c/Chart.yaml", &text),
                ("c/templates/a.yaml", &manifest),
                ("Dockerfile", &text),
            ],
            vec![package("a", &["a"])],
        );
    }
}

#[test]
fn pipelines_are_read_and_nothing_in_them_is_deployed() {
    let github = "on: push\ndefaults:\n  run:\n    working-directory: services\njobs:\n  test:\n    steps:\n      - run: cargo test --workspace\n      - run: cargo build\n        working-directory: ../outside\n";
    let gitlab = "services:\n  - postgres:16\nbuild:\n  script: [cargo build -p shop]\n";
    let broken = "jobs:\n  a:\n    steps: [{run: cargo test}]\n  b: {\n";
    let found = deployed(
        &[
            (".github/workflows/ci.yml", github),
            (".github/workflows/half.yaml", broken),
            (".github/dependabot.yml", "jobs: {a: {steps: [{run: cargo test}]}}\n"),
            (".gitlab-ci.yml", gitlab),
        ],
        Vec::new(),
    );
    let told = found.pipelines.iter().map(|job| {
        let runs = job.runs.iter().map(|run| {
            let what = if run.tests { "tests" } else { "builds" };
            format!("{what} {:?} in `{}`", run.packages, run.folder)
        });
        format!("{} opaque={} {:?}", job.name, job.opaque, runs.collect::<Vec<_>>())
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "test opaque=true [\"tests [] in `services`\"]",
            "a opaque=true [\"tests [] in ``\"]",
            "build opaque=false [\"builds [\\\"shop\\\"] in ``\"]",
        ]
    );
    assert!(found.deployments.is_empty());
    assert_eq!(found.problems.len(), 1, "{:?}", found.problems);
}

#[test]
fn values_of_fetched_charts_and_empty_tags_are_not_said() {
    let values = "image: {repository: shop, tag: \"\"}\nadmin: {password: s3cr3t-Qx9}\n";
    let chart = |repository: &str| {
        format!(
            "name: shop\ndependencies:\n  - {{name: cache, repository: \"{repository}\", version: 1.0.0}}\n"
        )
    };
    let found = |repository: &str| {
        let found = deployed(
            &[
                ("chart/Chart.yaml", &chart(repository)),
                ("chart/charts/cache/Chart.yaml", "name: cache\nversion: 1.0.0\n"),
                ("chart/charts/cache/values.yaml", values),
            ],
            Vec::new(),
        );
        (found.settings.len(), found.chart_images.len())
    };
    assert_eq!(found("https://charts.example.org"), (0, 0));
    assert_eq!(found("file://charts/cache"), (1, 0));
}

#[test]
fn artifacts_of_skaffold_are_built() {
    let skaffold =
        "apiVersion: skaffold/v3\nkind: Config\nbuild:\n  artifacts:\n    - image: orders\n";
    let pod = |name: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  template:\n    spec:\n      containers:\n        - {{name: a, image: {name}}}\n"
        )
    };
    let found = deployed(
        &[
            ("skaffold.yaml", skaffold),
            ("k8s/orders.yaml", &pod("orders")),
            ("k8s/other.yaml", &pod("other")),
        ],
        Vec::new(),
    );
    let built = found.deployments.iter().map(|deployment| {
        (deployment.name.as_str(), deployment.image.as_ref().is_some_and(|image| image.built))
    });
    assert_eq!(built.collect::<Vec<_>>(), [("orders", true), ("other", false)]);
}

#[test]
fn names_of_workloads_may_say_their_kind() {
    let workload = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders-deployment}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: a, image: \"me/shop-orders-prod:1\"}\n";
    let found = deployed(&[("k8s.yaml", workload)], vec![package("orders", &["orders"])]);
    assert_eq!(found.deployments[0].package, Some(crate::graph::PackageId(0)));
}
