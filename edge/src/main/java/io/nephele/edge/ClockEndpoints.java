package io.nephele.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.World;
import io.nephele.core.time.Due;
import io.nephele.core.time.TimeTexts;
import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.Turned;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The endpoint that shows and turns a world's clock, {@value #PATH}. Turning is answered when all
 * that fell due on the way has happened. All other requests go on to the next handler.
 */
public final class ClockEndpoints implements HttpHandler {
  private static final String PATH = "/_nephele/clock";

  private static final String ACTIONS = "advance, set, speed, freeze, resume or jump";

  private final World world;
  private final BrowserGuard guard;
  private final HttpHandler next;

  /** Endpoints of that world, with a handler for all other requests. */
  public ClockEndpoints(World world, BrowserGuard guard, HttpHandler next) {
    this.world = world;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!request.path().equals(PATH)) {
      return next.handle(request);
    }
    if (!(world.clock() instanceof TurnableClock clock)) {
      return PlainResponses.text(409, "This world's clock cannot be turned\n");
    }
    try {
      return switch (request.method()) {
        case "GET", "HEAD" -> answer(clock, null, Parameters.of(request.query(), "format"));
        case "POST" -> post(request, clock);
        default -> ControlEndpoints.methodNotAllowed(request, "GET, HEAD, POST");
      };
    } catch (IllegalArgumentException e) {
      return PlainResponses.text(400, e.getMessage() + "\n");
    }
  }

  private HttpResponse post(HttpRequest request, TurnableClock clock) {
    if (!guard.allowsControl(request)) {
      return PlainResponses.text(403, "Refused: the request comes from a page of another site\n");
    }
    Parameters parameters =
        Parameters.of(
            request.query(), "advance", "set", "speed", "freeze", "resume", "jump", "format");
    checkFormat(parameters);
    if (world.nodes().hasOthers()) {
      return PlainResponses.text(
          409,
          "The clock of a world that several nodes serve cannot be turned: stop the others first\n");
    }
    Turned turned = turn(clock, parameters);
    world.nodes().noteChange(world.settings().name()); // one may have come meanwhile
    return answer(clock, turned, parameters);
  }

  private static Turned turn(TurnableClock clock, Parameters parameters) {
    String action = null;
    for (String name : parameters.names()) {
      if (!name.equals("format")) {
        if (action != null) {
          throw new IllegalArgumentException(
              "One of " + ACTIONS + " at a time, not both " + action + " and " + name);
        }
        action = name;
      }
    }
    if (action == null) {
      throw new IllegalArgumentException("One of the parameters " + ACTIONS + " is needed");
    }
    String value = parameters.first(action);
    return switch (action) {
      case "advance" -> clock.advance(TimeTexts.duration(value));
      case "set" -> clock.set(TimeTexts.instant(value));
      case "speed" -> clock.go(speed(value));
      default -> {
        if (!value.isEmpty() && !value.equals("true")) {
          throw new IllegalArgumentException("Parameter " + action + " takes no value");
        }
        yield switch (action) {
          case "freeze" -> clock.go(0);
          case "resume" -> clock.go(1);
          default -> clock.jump();
        };
      }
    };
  }

  private static double speed(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("A speed is a number such as 10 or 0.1", e);
    }
  }

  private static boolean checkFormat(Parameters parameters) {
    String format = parameters.first("format");
    if (format != null && !format.equals("json") && !format.equals("text")) {
      throw new IllegalArgumentException("Parameter format must be json or text");
    }
    return "text".equals(format);
  }

  private static HttpResponse answer(TurnableClock clock, Turned turned, Parameters parameters) {
    boolean text = checkFormat(parameters);
    Due due = clock.next();
    Instant now = clock.now();
    return text
        ? PlainResponses.text(200, text(clock, now, due, turned))
        : PlainResponses.json(200, json -> write(json, clock, now, due, turned));
  }

  private static void write(
      JsonGenerator json, TurnableClock clock, Instant now, Due due, Turned turned)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("now", now.toString());
    json.writeNumberField("speed", clock.speed());
    json.writeBooleanField("frozen", clock.speed() == 0);
    json.writeStringField("machineTime", clock.machineTime().toString());
    if (due == null) {
      json.writeNullField("nextDue");
    } else {
      json.writeObjectFieldStart("nextDue");
      json.writeStringField("kind", due.what());
      json.writeStringField("at", due.at().toString());
      json.writeEndObject();
    }
    if (turned != null) {
      json.writeObjectFieldStart("turned");
      json.writeStringField("from", turned.from().toString());
      json.writeStringField("to", turned.to().toString());
      json.writeNumberField("fired", turned.fired());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static String text(TurnableClock clock, Instant now, Due due, Turned turned) {
    StringBuilder text = new StringBuilder();
    if (turned != null) {
      Duration by = Duration.between(turned.from(), turned.to());
      text.append("Turned   ")
          .append(by.isZero() ? "by nothing" : "on by " + TimeTexts.text(by))
          .append(
              turned.fired() == 1
                  ? ", 1 timer fired\n"
                  : ", " + turned.fired() + " timers fired\n");
    }
    text.append("Time     ").append(now).append(", ").append(pace(clock.speed())).append('\n');
    Instant machine = clock.machineTime();
    text.append("Machine  ").append(machine).append(", ").append(apart(now, machine)).append('\n');
    text.append("Next     ");
    if (due == null) {
      text.append("nothing is due");
    } else {
      Duration until = Duration.between(now, due.at());
      text.append(due.what())
          .append(" at ")
          .append(due.at())
          .append(until.isNegative() ? ", now" : ", in " + TimeTexts.text(until));
    }
    return text.append('\n').toString();
  }

  private static String pace(double speed) {
    if (speed == 0) {
      return "frozen";
    }
    String times = speed == Math.rint(speed) ? Long.toString((long) speed) : "" + speed;
    return speed == 1 ? "running" : "running " + times + " times as fast";
  }

  private static String apart(Instant now, Instant machine) {
    Duration apart = Duration.between(machine, now);
    if (apart.abs().compareTo(Duration.ofMillis(1)) < 0) {
      return "the same";
    }
    return TimeTexts.text(apart) + (apart.isNegative() ? " ahead" : " behind");
  }
}
