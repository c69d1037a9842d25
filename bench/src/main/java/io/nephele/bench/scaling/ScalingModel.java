package io.nephele.bench.scaling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Many nodes on a distributed database, as a queueing network that is simulated event by event. The
 * database keeps keys in ranges, each served by one machine at a time, one request after another;
 * between a node and a range lies a network. Nodes send messages in a closed loop: each connection
 * authorises its call and finds the queue (two reading transactions), takes the queue's turn, reads
 * and commits. What every transaction reads, where the world stands, lies in one range or in some
 * copies; the signs of life of nodes lie in one range, too. Times are in microseconds.
 */
public final class ScalingModel {
  /** What happens to a connection when its event comes. */
  private static final int ARRIVES = 0;

  private static final int SERVED = 1;
  private static final int NEXT = 2;

  /** The requests of one send, in order, by the range that they go to. */
  private enum Request {
    READ_POSITION,
    READ_QUEUE,
    TURN,
    COMMIT
  }

  private static final Request[] SEND = {
    Request.READ_POSITION,
    Request.READ_QUEUE, // may the caller do this?
    Request.READ_POSITION,
    Request.READ_QUEUE, // which queue is it?
    Request.TURN,
    Request.READ_POSITION,
    Request.READ_QUEUE,
    Request.READ_QUEUE, // the queue, the tally
    Request.COMMIT
  };

  /**
   * What is modelled.
   *
   * @param nodes how many Nepheles
   * @param connections of clients to each node
   * @param queues how many queues; connections are spread over them
   * @param copies in how many ranges it stands where the world stands
   * @param beatSeconds how often nodes give signs of life and look for those of others
   * @param roundTrip from a node to the database and back
   * @param read what serving a read takes the range
   * @param commit what serving a commit takes the range
   * @param agreement how long a commit waits for replicas besides
   * @param row what reading the row of one more node takes the range
   * @param nodeWork what a send takes of a node's processors
   * @param cores the processors of a node
   */
  public record Parameters(
      int nodes,
      int connections,
      int queues,
      int copies,
      double beatSeconds,
      double roundTrip,
      double read,
      double commit,
      double agreement,
      double row,
      double nodeWork,
      int cores) {

    /** Three replicas in one data centre, and figures of docs/benchmarks.md. */
    public static Parameters usual(int nodes, int queues) {
      return new Parameters(nodes, 16, queues, 1, 1, 500, 20, 60, 1000, 1, 250, 4);
    }

    /** As this with so many copies of where the world stands and that pace of signs of life. */
    public Parameters with(int positions, double seconds) {
      return new Parameters(
          nodes,
          connections,
          queues,
          positions,
          seconds,
          roundTrip,
          read,
          commit,
          agreement,
          row,
          nodeWork,
          cores);
    }
  }

  /**
   * What came out.
   *
   * @param rate messages sent a second
   * @param positions how busy the busiest range is that says where the world stands, 0 to 1
   * @param members how busy the range of the nodes' signs of life would be; above 1 it falls behind
   * @param queues how busy the busiest range of queues is
   * @param turns how much of the time the busiest queue's turn is taken
   */
  public record Result(
      double rate, double positions, double members, double queues, double turns) {}

  private record Event(double at, long order, int kind, int connection)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Parameters parameters;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();

  /** Places of requests of the connections in their sends. */
  private final int[] steps;

  private final double[] positionFree;
  private final double[] positionBusy;
  private final double[] queueFree;
  private final double[] queueBusy;
  private final double[] nodeFree;
  private final boolean[] turnTaken;
  private final double[] turnSince;
  private final double[] turnBusy;
  private final Deque<Integer>[] waiting;
  private final double begin;
  private final double end;
  private long order;
  private long sent;

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
  private ScalingModel(Parameters parameters, double seconds, long seed) {
    this.begin = seconds * 1e6;
    this.end = 2 * begin;
    this.parameters = parameters;
    this.random = new SplittableRandom(seed);
    this.steps = new int[parameters.nodes() * parameters.connections()];
    this.positionFree = new double[parameters.copies()];
    this.positionBusy = new double[parameters.copies()];
    this.queueFree = new double[parameters.queues()];
    this.queueBusy = new double[parameters.queues()];
    this.nodeFree = new double[parameters.nodes() * parameters.cores()];
    this.turnTaken = new boolean[parameters.queues()];
    this.turnSince = new double[parameters.queues()];
    this.turnBusy = new double[parameters.queues()];
    this.waiting = new Deque[parameters.queues()];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = new ArrayDeque<>();
    }
  }

  /**
   * Simulates so many seconds, after as many in which queues of requests build up; the same seed
   * yields the same result.
   */
  public static Result run(Parameters parameters, double seconds, long seed) {
    return new ScalingModel(parameters, seconds, seed).run();
  }

  private Result run() {
    for (int i = 0; i < steps.length; i++) {
      at(random.nextDouble() * 10_000, NEXT, i);
    }
    for (Event event = events.poll(); event != null && event.at < end; event = events.poll()) {
      handle(event);
    }
    int nodes = parameters.nodes();
    // Every node writes its row and reads all rows, once a beat.
    double perBeat = parameters.commit() + parameters.read() + nodes * parameters.row();
    double members = nodes * perBeat / (parameters.beatSeconds() * 1e6);
    double time = end - begin;
    return new Result(
        sent / time * 1e6,
        max(positionBusy) / time,
        members,
        max(queueBusy) / time,
        max(turnBusy) / time);
  }

  /** How much of a stretch is measured. */
  private double measured(double from, double to) {
    return Math.max(0, Math.min(to, end) - Math.max(from, begin));
  }

  private void handle(Event event) {
    int connection = event.connection;
    Request request = SEND[steps[connection]];
    switch (event.kind) {
      case NEXT -> begin(event.at, connection, request);
      case ARRIVES -> arrive(event.at, connection, request);
      default -> end(event.at, connection, request);
    }
  }

  /** The node does its part and sends the request. */
  private void begin(double now, int connection, Request request) {
    double ready = now;
    if (steps[connection] == 0) {
      int first = connection / parameters.connections() * parameters.cores();
      int core = first;
      for (int i = first; i < first + parameters.cores(); i++) {
        core = nodeFree[i] < nodeFree[core] ? i : core;
      }
      ready = Math.max(now, nodeFree[core]) + parameters.nodeWork();
      nodeFree[core] = ready;
    }
    if (request == Request.TURN && turnTaken[queueOf(connection)]) {
      waiting[queueOf(connection)].add(connection);
      return;
    }
    if (request == Request.TURN) {
      take(queueOf(connection), ready);
    }
    at(ready + parameters.roundTrip() / 2, ARRIVES, connection);
  }

  private void take(int queue, double now) {
    turnTaken[queue] = true;
    turnSince[queue] = now;
  }

  /** The range serves the request after those that came before. */
  private void arrive(double now, int connection, Request request) {
    boolean position = request == Request.READ_POSITION;
    double[] free = position ? positionFree : queueFree;
    double[] busy = position ? positionBusy : queueBusy;
    int range = position ? connection % parameters.copies() : queueOf(connection);
    double mean = request == Request.COMMIT ? parameters.commit() : parameters.read();
    double service = mean * -Math.log(1 - random.nextDouble());
    double done = Math.max(now, free[range]) + service;
    free[range] = done;
    busy[range] += measured(done - service, done);
    double agreed = request == Request.COMMIT ? done + parameters.agreement() : done;
    at(agreed + parameters.roundTrip() / 2, SERVED, connection);
  }

  private void end(double now, int connection, Request request) {
    if (request == Request.COMMIT) {
      sent += now >= begin ? 1 : 0;
      int queue = queueOf(connection);
      turnBusy[queue] += measured(turnSince[queue], now);
      turnTaken[queue] = false;
      Integer next = waiting[queue].poll();
      if (next != null) {
        take(queue, now);
        at(now + parameters.roundTrip() / 2, ARRIVES, next);
      }
    }
    steps[connection] = (steps[connection] + 1) % SEND.length;
    at(now, NEXT, connection);
  }

  private int queueOf(int connection) {
    return connection % parameters.queues();
  }

  private void at(double time, int kind, int connection) {
    events.add(new Event(time, order++, kind, connection));
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  /** Prints the tables of docs/scaling.md, after a few minutes. */
  public static void main(String[] arguments) {
    int[] sizes = {1, 2, 4, 10, 30, 100, 300, 1000};
    print("One queue for all", sizes, 0, 1, 1, 20);
    print("Sixteen queues for each node", sizes, 16, 1, 1, 5);
    print(
        "The same, with 256 copies of where the world stands, and beats of 10 s",
        sizes,
        16,
        256,
        10,
        0.2);
  }

  private static void print(
      String title, int[] sizes, int perNode, int copies, double beat, double seconds) {
    System.out.println("### " + title + "\n");
    System.out.println(
        "| nodes | msg/s | world's place | signs of life | queue's range | queue's turn |");
    System.out.println("|---:|---:|---:|---:|---:|---:|");
    for (int nodes : sizes) {
      Parameters parameters =
          Parameters.usual(nodes, Math.max(1, perNode * nodes)).with(copies, beat);
      Result result = run(parameters, seconds, 1);
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f %% | %.0f %% | %.0f %% | %.0f %% |%n",
          nodes,
          result.rate(),
          100 * result.positions(),
          100 * result.members(),
          100 * result.queues(),
          100 * result.turns());
    }
    System.out.println();
  }
}
