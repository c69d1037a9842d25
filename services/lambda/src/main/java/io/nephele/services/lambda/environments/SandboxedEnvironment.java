package io.nephele.services.lambda.environments;

import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.logging.LazyLogger;
import io.nephele.core.partition.Regions;
import io.nephele.core.tracing.SegmentSocket;
import io.nephele.core.web.Listener;
import io.nephele.machine.MachineTime;
import io.nephele.machine.sandboxes.Exceeded;
import io.nephele.machine.sandboxes.Mount;
import io.nephele.machine.sandboxes.Sandbox;
import io.nephele.machine.sandboxes.SandboxException;
import io.nephele.machine.sandboxes.SandboxSpec;
import io.nephele.machine.sandboxes.Sandboxes;
import io.nephele.model.Bytes;
import io.nephele.services.lambda.environments.RuntimeConversation.Answer;
import io.nephele.services.lambda.environments.RuntimeConversation.Awaited;
import io.nephele.services.lambda.environments.RuntimeConversation.Event;
import io.nephele.services.lambda.environments.RuntimeConversation.Failure;
import io.nephele.services.lambda.runtimes.Launch;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** An environment that is a sandbox on this machine. */
final class SandboxedEnvironment implements ExecutionEnvironment {
  private static final System.Logger LOG = new LazyLogger(SandboxedEnvironment.class);
  private static final Duration INIT_LIMIT = Duration.ofSeconds(10);
  private static final Duration RESTORE_LIMIT = Duration.ofSeconds(10);
  private static final Duration PROVISIONED_INIT_LIMIT = Duration.ofSeconds(130);
  private static final Duration FREEZE_AFTER = Duration.ofMillis(10);
  private static final long SHUTDOWN_MILLIS = 2000;
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PROCESSES = 1024;

  private final World world;
  private final EnvironmentSpec spec;
  private final Launch launch;
  private final List<Mount> mounts;
  private final Path opt;
  private final Sandboxes sandboxes;
  private final PlatformLog log;
  private final Consumer<SandboxedEnvironment> closing;
  private final boolean debugged;

  /** Held by whoever invokes. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Condition invoked = turn.newCondition();

  private final ReentrantLock state = new ReentrantLock();
  private boolean closed;
  private Sandbox sandbox;
  private Listener listener;

  /** Where the function's SDK of X-Ray finds its daemon. */
  private SegmentSocket segments;

  private volatile Programs programs;
  private InitOutcome firstInit;
  private long turns;

  /** Whether its snapshot, if it is one, was restored. */
  private boolean restored;

  /** How the runtime's process ended in the last init phase, or null if it did not. */
  private String endInInit;

  SandboxedEnvironment(
      World world,
      EnvironmentSpec spec,
      Launch launch,
      List<Mount> mounts,
      Path opt,
      Sandboxes sandboxes,
      LogSink sink,
      Consumer<SandboxedEnvironment> closing) {
    this.world = world;
    this.spec = spec;
    this.launch = launch;
    this.mounts = mounts;
    this.opt = opt;
    this.sandboxes = sandboxes;
    this.log = new PlatformLog(spec, sink, world.clock());
    this.closing = closing;
    this.debugged = Debugging.isOn(spec.variables());
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public boolean usable() {
    state.lock();
    try {
      return !closed;
    } finally {
      state.unlock();
    }
  }

  @Override
  public InitOutcome init() {
    turn.lock();
    try {
      if (firstInit == null) {
        firstInit();
        freezeSoon();
      }
      return firstInit;
    } finally {
      turn.unlock();
    }
  }

  private void firstInit() {
    Duration limit = INIT_LIMIT;
    Duration timeout = Duration.ofSeconds(spec.limits().timeoutSeconds());
    boolean onDemand = spec.initialization() == InitializationType.ON_DEMAND;
    if (!onDemand || debugged) {
      Duration least = onDemand ? INIT_LIMIT : PROVISIONED_INIT_LIMIT;
      limit = least.compareTo(timeout) > 0 ? least : timeout;
    }
    firstInit = start("init", MachineTime.nanoTime() + limit.toNanos());
  }

  /** Runs an init phase; without success no program is left. */
  private InitOutcome start(String phase, long deadlineNanos) {
    long began = MachineTime.nanoTime();
    log.initStart(launch.version(), phase);
    if (launch.note() != null && phase.equals("init")) {
      log.failure("NEPHELE " + launch.note() + "\n");
    }
    endInInit = null;
    Failure failure = null;
    Awaited awaited;
    try {
      Programs started = open();
      if (phase.equals("invoke")) {
        started.runtime().restore();
      }
      awaited = started.start(deadlineNanos);
      failure = failureOf(started, awaited);
      if (failure != null) {
        started.sync();
        end("failure");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new Failure("Runtime.Interrupted", document("Runtime.Interrupted", "interrupted"));
      end("failure");
    } catch (IOException | SandboxException e) {
      LOG.log(Level.WARNING, "An execution environment cannot be started", e);
      failure =
          new Failure(
              "Sandbox.Failure", document("Sandbox.Failure", String.valueOf(e.getMessage())));
      end("failure");
    }
    Duration duration = MachineTime.since(began);
    String type = failure == null ? null : failure.type();
    String status =
        type == null ? "success" : type.equals(Failures.TIMED_OUT) ? "timeout" : "error";
    log.initDone(duration, phase, status, type);
    return new InitOutcome(duration, type, failure == null ? null : failure.document());
  }

  private Failure failureOf(Programs started, Awaited awaited) {
    return switch (awaited) {
      case READY -> null;
      case FAILED ->
          started.runtime().initFailure() != null
              ? started.runtime().initFailure()
              : started.extensions().failure();
      case LATE ->
          new Failure(
              Failures.TIMED_OUT, document(Failures.TIMED_OUT, "The init phase took too long"));
      case ENDED -> {
        String type = Failures.typeOfEnd(sandbox.exceeded());
        String end = started.runtime().end();
        endInInit = Failures.messageOfEnd(end == null ? "signal: killed" : end);
        yield new Failure(type, document(type, endInInit));
      }
    };
  }

  private Programs open() throws IOException {
    state.lock();
    try {
      if (closed) {
        throw new IOException("the environment is closed");
      }
      if (sandbox == null) {
        List<String> external = ExternalExtensions.names(opt);
        sandbox = sandboxes.open(sandboxSpec(!external.isEmpty()));
        listener = world.host().listen(this::handle);
        segments =
            SegmentSocket.open(
                new InetSocketAddress(LOOPBACK, 0),
                () -> world,
                this::role,
                Regions.find(spec.function().region()));
      }
      sandbox.forget();
      Programs started =
          new Programs(
              spec,
              sandbox,
              launch,
              log,
              EnvironmentVariables.of(
                  spec,
                  launch,
                  sandbox,
                  world.host().endpoint(),
                  LOOPBACK + ":" + listener.port(),
                  LOOPBACK + ":" + segments.port()),
              ExternalExtensions.names(opt),
              () -> world.ids().uuid().toString());
      programs = started;
      return started;
    } finally {
      state.unlock();
    }
  }

  /** In whose name the function's segments are put; null of a function without a role. */
  private Principal role() {
    RoleCredentials credentials = spec.credentials() == null ? null : spec.credentials().get();
    return credentials == null
        ? null
        : world.access().principal(credentials.accessKeyId(), credentials.sessionToken());
  }

  private SandboxSpec sandboxSpec(boolean sharedTemporary) {
    Limits limits = spec.limits();
    return new SandboxSpec(
        mounts,
        (long) limits.ephemeralStorageMegabytes() << 20,
        sharedTemporary,
        (long) limits.memoryMegabytes() << 20,
        PROCESSES,
        "sbx_user1051");
  }

  private HttpResponse handle(HttpRequest request) {
    Programs asking = programs;
    return asking == null
        ? RuntimeApi.error(503, "ServiceUnavailable", "The environment is shut down")
        : asking.handle(request);
  }

  @Override
  public Outcome invoke(Invocation invocation) {
    turn.lock();
    try {
      if (!usable()) {
        throw new IllegalStateException("the environment is closed");
      }
      turns++;
      invoked.signalAll();
      Duration initDuration = null;
      Duration restoreDuration = null;
      boolean snapshot = spec.initialization() == InitializationType.SNAP_START && !restored;
      long began = MachineTime.nanoTime();
      if (firstInit == null) {
        firstInit();
        if (firstInit.succeeded() && !snapshot) {
          initDuration = firstInit.duration();
        }
      } else if (programs != null) {
        sandbox.thaw();
      }
      if (snapshot && programs != null) {
        restoreDuration = restore(began);
      }
      return run(invocation, initDuration, restoreDuration);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Has the runtime go on from its snapshot; if it cannot, it is started again as after a crash.
   */
  private Duration restore(long began) {
    restored = true;
    log.restoreStart(launch.version());
    Awaited awaited = Awaited.ENDED;
    try {
      programs.runtime().restore();
      awaited = programs.runtime().awaitReady(began + RESTORE_LIMIT.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    programs.sync();
    Failure failure = failureOf(programs, awaited);
    Duration duration = MachineTime.since(began);
    log.restoreDone(duration, failure == null ? null : failure.type());
    if (failure != null) {
      end("failure");
    }
    return duration;
  }

  private Outcome run(Invocation invocation, Duration initDuration, Duration restoreDuration) {
    log.begin();
    log.start(invocation);
    long timeoutMillis = TimeUnit.SECONDS.toMillis(spec.limits().timeoutSeconds());
    long deadlineMillis = MachineTime.epochMillis() + timeoutMillis;
    long began = MachineTime.nanoTime();
    long deadline = began + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    Run run = new Run(invocation, initDuration, restoreDuration, began);
    if (programs == null) {
      // The init phase failed, or an invocation broke what was there: AWS tries once more, within
      // the time of the invocation.
      InitOutcome again = start("invoke", deadline);
      if (!again.succeeded()) {
        return again.errorType().equals(Failures.TIMED_OUT)
            ? timedOut(run)
            : initFailed(run, again);
      }
    }
    Programs with = programs;
    try {
      Event event = new Event(invocation, deadlineMillis);
      with.extensions().invoke(event);
      with.runtime().offer(event);
      Awaited awaited = with.runtime().awaitAnswer(deadline);
      Duration ran = MachineTime.since(began);
      if (awaited == Awaited.READY) {
        return answered(run, with, deadline, ran);
      }
      return awaited == Awaited.LATE ? timedOut(run) : ended(run, with);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended(run, with);
    }
  }

  /**
   * An invocation under way.
   *
   * @param began when, in the machine's nanoseconds
   */
  private record Run(
      Invocation invocation, Duration initDuration, Duration restoreDuration, long began) {}

  private Outcome answered(Run run, Programs with, long deadline, Duration ran)
      throws InterruptedException {
    Answer answer = with.runtime().answer();
    Failure failure = answer.failure();
    String type = failure == null ? null : failure.type();
    // The function goes on until the runtime asks for more, and extensions until they do.
    Awaited next = with.runtime().awaitReady(deadline);
    with.sync();
    log.runtimeDone(run.invocation(), ran, answer.bytes(), type);
    long ranUntil = MachineTime.nanoTime();
    boolean extended = with.extensions().areThere();
    boolean ready = next == Awaited.READY && (!extended || with.extensions().awaitReady(deadline));
    Bytes payload = failure == null ? answer.payload() : failure.document();
    Outcome outcome =
        finish(
            run,
            payload,
            failure == null ? null : ErrorKind.FUNCTION,
            type,
            answer.streamed(),
            answer.contentType(),
            extended ? MachineTime.since(ranUntil) : null);
    if (ready) {
      freezeSoon();
    } else {
      end("failure");
    }
    return outcome;
  }

  private Outcome timedOut(Run run) {
    Programs late = programs;
    if (late != null) {
      late.sync();
    }
    String id = run.invocation().requestId();
    String message = Failures.timedOut(spec.limits().timeoutSeconds());
    log.runtimeDone(run.invocation(), MachineTime.since(run.began()), 0, Failures.TIMED_OUT);
    log.failure(PlatformLog.time(world.clock().now()) + " " + id + " " + message + "\n\n");
    Outcome outcome = failed(run, Failures.TIMED_OUT, message);
    end("timeout");
    return outcome;
  }

  private Outcome ended(Run run, Programs with) {
    String end = with.runtime().end();
    Failure ofExtension = with.extensions().failure();
    Exceeded exceeded = sandbox.exceeded();
    String type = ofExtension == null ? Failures.typeOfEnd(exceeded) : ofExtension.type();
    String message = Failures.messageOfEnd(end == null ? "signal: killed" : end);
    if (exceeded == Exceeded.STORAGE) {
      message += " (more than the ephemeral storage was written)";
    }
    log.runtimeDone(run.invocation(), MachineTime.since(run.began()), 0, type);
    log.failure(
        "RequestId: " + run.invocation().requestId() + " Error: " + message + "\n" + type + "\n");
    Outcome outcome = failed(run, type, message);
    end("failure");
    return outcome;
  }

  private Outcome initFailed(Run run, InitOutcome init) {
    log.runtimeDone(run.invocation(), MachineTime.since(run.began()), 0, init.errorType());
    return endInInit == null
        ? finish(run, init.document(), ErrorKind.FUNCTION, init.errorType(), false, null, null)
        : failed(run, init.errorType(), endInInit);
  }

  private Outcome failed(Run run, String type, String message) {
    String text = "RequestId: " + run.invocation().requestId() + " Error: " + message;
    return finish(run, document(type, text), ErrorKind.ENVIRONMENT, type, false, null, null);
  }

  private static Bytes document(String type, String message) {
    return RuntimeApi.document(type, message);
  }

  private Outcome finish(
      Run run,
      Bytes payload,
      ErrorKind error,
      String type,
      boolean streamed,
      String contentType,
      Duration extensionsDuration) {
    boolean timedOut = Failures.TIMED_OUT.equals(type);
    Duration duration =
        timedOut
            ? Duration.ofSeconds(spec.limits().timeoutSeconds())
            : MachineTime.since(run.began());
    Duration billed = run.initDuration() == null ? duration : duration.plus(run.initDuration());
    Outcome outcome =
        new Outcome(
            payload,
            error,
            type,
            timedOut,
            streamed,
            contentType,
            Bytes.EMPTY,
            duration,
            PlatformLog.rounded(billed),
            memoryUsed(),
            run.initDuration(),
            run.restoreDuration(),
            extensionsDuration);
    log.report(run.invocation(), outcome);
    return outcome.withLogTail(log.tail());
  }

  private int memoryUsed() {
    long megabytes = sandbox == null ? 0 : (sandbox.peakMemory() + (1 << 20) - 1) >> 20;
    return (int) Math.min(megabytes, spec.limits().memoryMegabytes());
  }

  /**
   * Once the caller has its answer, unless the next invocation is there before: stopping programs
   * and letting them go on takes longer than many functions do.
   */
  private void freezeSoon() {
    if (debugged) {
      return;
    }
    long seen = turns;
    Thread.ofVirtual()
        .name("freeze")
        .start(
            () -> {
              turn.lock();
              try {
                long left = FREEZE_AFTER.toNanos();
                while (turns == seen && left > 0) {
                  left = invoked.awaitNanos(left);
                }
                if (turns == seen && programs != null && usable()) {
                  sandbox.freeze();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                turn.unlock();
              }
            });
  }

  /** Ends the programs; the sandbox stays, for others. */
  private void end(String reason) {
    Programs ending = programs;
    programs = null;
    if (ending != null) {
      shutDown(ending, reason);
      ending.end();
    }
  }

  /** Extensions that asked for it are told, and have two seconds. */
  private void shutDown(Programs ending, String reason) {
    ending.expectEnd();
    if (!ending.extensions().wantShutdown()) {
      return;
    }
    sandbox.thaw();
    ending.flushTelemetry();
    long deadline = MachineTime.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SHUTDOWN_MILLIS);
    ending.extensions().shutdown(reason, MachineTime.epochMillis() + SHUTDOWN_MILLIS);
    ending.awaitExtensions(deadline);
  }

  @Override
  public void close() {
    state.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      state.unlock();
    }
    Programs ending = programs;
    if (ending != null && turn.tryLock()) {
      try {
        end("spindown");
      } finally {
        turn.unlock();
      }
    } else if (ending != null) {
      ending.end();
    }
    if (sandbox != null) {
      sandbox.close();
    }
    if (listener != null) {
      listener.close();
    }
    if (segments != null) {
      segments.close();
    }
    closing.accept(this);
  }
}
