package io.nephele.app;

import io.nephele.app.init.InitScripts;
import io.nephele.app.init.ScriptEnvironment;
import io.nephele.app.init.Stage;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.core.time.ClockException;
import io.nephele.core.time.TurnableClock;
import io.nephele.core.tracing.SegmentSocket;
import io.nephele.edge.BrowserGuard;
import io.nephele.edge.ClockEndpoints;
import io.nephele.edge.ControlEndpoints;
import io.nephele.edge.FaultEndpoints;
import io.nephele.edge.HealthEndpoints;
import io.nephele.edge.HttpHandler;
import io.nephele.edge.IdentityEndpoints;
import io.nephele.edge.LocalStackEndpoints;
import io.nephele.edge.PortTakenException;
import io.nephele.edge.QuotaEndpoints;
import io.nephele.edge.ServiceEndpoints;
import io.nephele.edge.WorldEndpoints;
import io.nephele.embedded.Nephele;
import io.nephele.services.cloudtrail.CloudTrailService;
import io.nephele.services.cloudwatch.CloudWatchService;
import io.nephele.services.dynamodb.DynamoDbService;
import io.nephele.services.dynamodb.DynamoDbStreamsService;
import io.nephele.services.events.EventBridgeService;
import io.nephele.services.firehose.FirehoseService;
import io.nephele.services.iam.IamService;
import io.nephele.services.kinesis.KinesisService;
import io.nephele.services.kms.KmsService;
import io.nephele.services.lambda.LambdaService;
import io.nephele.services.logs.LogsService;
import io.nephele.services.pipes.PipesService;
import io.nephele.services.s3.S3ControlService;
import io.nephele.services.s3.S3Service;
import io.nephele.services.scheduler.SchedulerService;
import io.nephele.services.schemas.SchemasService;
import io.nephele.services.secretsmanager.SecretsManagerService;
import io.nephele.services.sns.SnsService;
import io.nephele.services.sqs.SqsService;
import io.nephele.services.ssm.SsmService;
import io.nephele.services.sts.StsService;
import io.nephele.services.xray.XRayService;
import io.nephele.stores.folder.UnknownFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Nephele as a program of its own: a configuration, all services, the control endpoints, and an end
 * that somebody asks for.
 */
final class Program implements AutoCloseable {
  /** What it is about. */
  enum Phase {
    STARTING,
    READY,
    STOPPING
  }

  private final Configuration configuration;
  private final BrowserGuard guard;
  private final InitScripts scripts;
  private final Nephele nephele;
  private final SegmentSocket xrayDaemon;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

  private Program(Configuration configuration, InitScripts scripts) {
    this.configuration = configuration;
    this.scripts = scripts;
    this.guard = new BrowserGuard(configuration.allowedOrigins());
    Nephele.Builder builder =
        Nephele.builder()
            .listen(configuration.listen())
            .port(configuration.port())
            .accountId(configuration.account())
            .strict(configuration.strict())
            .region(configuration.region().name())
            .throttling(configuration.throttling())
            .services(services())
            .frontDoor(this::frontDoor)
            .gate(
                (worlds, doors) ->
                    guard.around(new WorldEndpoints(worlds, Version.read(), guard, doors)));
    if (configuration.database() != null) {
      builder.database(configuration.database()).advertise(configuration.advertise());
    } else if (!configuration.ephemeral()) {
      builder.store(configuration.data()).durability(configuration.durability());
    }
    if (!configuration.ephemeral()) {
      Path home = configuration.home();
      // Else the key is made anew for every run.
      builder.tlsFolder(Files.isWritable(home) ? home : null);
    }
    if (configuration.rootKey() != null) {
      builder.rootKey(configuration.rootKey().toArray());
    }
    if (configuration.seed() != null) {
      builder.seed(configuration.seed());
    }
    if (configuration.clock() != null) {
      builder.standing(configuration.clock());
    }
    this.nephele = builder.start();
    this.xrayDaemon = configuration.xrayDaemon() == null ? null : openXRayDaemon();
  }

  private SegmentSocket openXRayDaemon() {
    try {
      return XRayDaemon.open(
          configuration.listen(),
          configuration.xrayDaemon(),
          nephele::world,
          configuration.account(),
          configuration.region());
    } catch (ConfigurationException e) {
      nephele.close();
      throw e;
    }
  }

  /** The UDP port that takes segments for X-Ray; null where none is open. */
  Integer xrayPort() {
    return xrayDaemon == null ? null : xrayDaemon.port();
  }

  /**
   * Runs the user's scripts of its boot and starts it; it answers on return.
   *
   * @throws ConfigurationException if the port is taken, or the data folder or the database cannot
   *     be used
   */
  static Program start(Configuration configuration) {
    InitScripts scripts = new InitScripts(configuration.init(), configuration.initTimeout());
    scripts.run(Stage.BOOT, environment(configuration, scripts, null, Stage.BOOT));
    if (!configuration.ephemeral() && configuration.database() == null) {
      prepare(configuration.data());
    }
    try {
      return new Program(configuration, scripts);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof PortTakenException taken) {
        throw new ConfigurationException(taken.getMessage(), taken);
      }
      throw e;
    } catch (ClockException e) {
      throw new ConfigurationException(
          "the world in " + configuration.data() + " cannot begin then: " + e.getMessage(), e);
    } catch (StoreInUseException e) {
      throw new ConfigurationException(
          "the data folder " + configuration.data() + " is in use by another program", e);
    } catch (UnknownFormatException e) {
      throw new ConfigurationException("the data folder " + e.getMessage(), e);
    } catch (StoreException e) {
      if (configuration.database() != null) {
        throw new ConfigurationException(e.getMessage(), e);
      }
      throw new ConfigurationException(
          "the data folder " + configuration.data() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * All services. They are named here, because looking for them would open every jar at every
   * start.
   */
  static List<ServiceModule> services() {
    return List.of(
        new CloudTrailService(),
        new CloudWatchService(),
        new DynamoDbService(),
        new DynamoDbStreamsService(),
        new EventBridgeService(),
        new FirehoseService(),
        new IamService(),
        new KinesisService(),
        new KmsService(),
        new LambdaService(),
        new LogsService(),
        new PipesService(),
        new S3ControlService(),
        new S3Service(),
        new SchedulerService(),
        new SchemasService(),
        new SecretsManagerService(),
        new SnsService(),
        new SqsService(),
        new SsmService(),
        new StsService(),
        new XRayService());
  }

  private HttpHandler frontDoor(World world, HttpHandler api) {
    Control plane = new Control(world, this::stop);
    Status status = new Status(world, configuration, scripts, phase::get);
    HttpHandler control = new ControlEndpoints(plane, guard, api);
    HttpHandler services = new ServiceEndpoints(world, guard, control);
    HttpHandler clock = new ClockEndpoints(world, guard, services);
    HttpHandler health = new HealthEndpoints(status, clock);
    HttpHandler habits = new LocalStackEndpoints(plane, status, guard, health);
    HttpHandler faults = new FaultEndpoints(world, guard, habits);
    HttpHandler quotas = new QuotaEndpoints(world, guard, faults);
    HttpHandler identity = new IdentityEndpoints(world, guard, quotas);
    return new IssuerEndpoints(world, identity);
  }

  private static void prepare(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new ConfigurationException("the data folder " + data + " cannot be made", e);
    }
    if (!Files.isWritable(data)) {
      throw new ConfigurationException("the data folder " + data + " cannot be written");
    }
  }

  /** How it runs. */
  Configuration configuration() {
    return configuration;
  }

  /** The clock of its main world. */
  TurnableClock clock() {
    return (TurnableClock) nephele.world().clock();
  }

  /** Where clients find it. */
  URI endpoint() {
    return nephele.endpoint();
  }

  /**
   * Runs the user's scripts of its start; when they have ended it is ready, unless it was told to
   * stop meanwhile.
   */
  boolean becomeReady() {
    if (configuration.eager()) {
      World world = nephele.world();
      world.services().names().forEach(world.services()::awaken);
    }
    run(Stage.START);
    return phase.compareAndSet(Phase.STARTING, Phase.READY);
  }

  /** Runs the user's scripts for when it is ready, on a thread of their own. */
  void runReadyScripts() {
    Thread.ofVirtual().name("ready.d").start(() -> run(Stage.READY));
  }

  private void run(Stage stage) {
    scripts.run(stage, environment(configuration, scripts, nephele, stage));
  }

  /**
   * The environment of a stage's scripts.
   *
   * @param nephele what answers, or null where nothing does yet
   */
  private static Map<String, String> environment(
      Configuration configuration, InitScripts scripts, Nephele nephele, Stage stage) {
    if (!scripts.there()) {
      return Map.of();
    }
    ScriptEnvironment environment =
        new ScriptEnvironment(System.getenv())
            .region(configuration.region().name())
            .with("NEPHELE_INIT_STAGE", stage.label())
            .with(Setting.LISTEN.variable(), configuration.listen())
            .with(Setting.DATA.variable(), configuration.data().toString())
            .with(Setting.EPHEMERAL.variable(), Boolean.toString(configuration.ephemeral()))
            .with(Setting.STRICT.variable(), Boolean.toString(configuration.strict()))
            .with(Setting.ACCOUNT.variable(), configuration.account())
            .with(Setting.REGION.variable(), configuration.region().name());
    RootKey key = RootKey.ANY;
    URI endpoint = null;
    if (nephele != null) {
      endpoint = nephele.endpoint();
      key = configuration.strict() ? RootKey.of(nephele.world()) : key;
    } else if (configuration.port() != 0) {
      endpoint = Nephele.endpoint(configuration.listen(), configuration.port());
    }
    if (endpoint != null) {
      environment.endpoint(endpoint).with(Setting.PORT.variable(), "" + endpoint.getPort());
    }
    return environment.key(key.id(), key.secret()).variables();
  }

  /** Stops soon, on a thread of its own, so that whoever asked can be answered. */
  void stop() {
    Thread.ofPlatform().name("stop").start(this::close);
  }

  /** Ends what would go on without this JVM. */
  void kill() {
    scripts.kill();
  }

  /** Waits until it is closed. */
  void awaitClose() throws InterruptedException {
    closed.await();
  }

  /**
   * Stops: runs the user's scripts for that, answers no more requests, and closes the world.
   * Closing again has no effect but to wait until it is closed.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      awaitOther();
      return;
    }
    phase.set(Phase.STOPPING);
    try {
      scripts.cut();
      run(Stage.SHUTDOWN);
    } finally {
      end();
    }
  }

  private void end() {
    try {
      if (xrayDaemon != null) {
        xrayDaemon.close();
      }
      nephele.close();
    } finally {
      closed.countDown();
    }
  }

  private void awaitOther() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
