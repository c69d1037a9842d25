package io.nephele.edge;

import io.nephele.core.World;
import io.nephele.core.worlds.AccessKeyPrefix;
import io.nephele.core.worlds.Worlds;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Hands requests to the world that they are for: the one that header {@value #HEADER} names, or the
 * prefix of the access key id that they are signed with, else the main world. The header wins.
 */
public final class WorldRouter implements HttpHandler {
  /** Names the world that a request is for. */
  public static final String HEADER = "X-Nephele-World";

  private static final String CREDENTIAL = "Credential=";
  private static final String QUERY_CREDENTIAL = "X-Amz-Credential=";

  private final Worlds worlds;
  private final Function<World, HttpHandler> handlers;
  private final HttpHandler main;
  private final Map<String, Routed> others = new ConcurrentHashMap<>();

  private record Routed(World world, HttpHandler handler) {}

  /**
   * A router.
   *
   * @param handlers makes what answers for a world
   */
  public WorldRouter(Worlds worlds, Function<World, HttpHandler> handlers) {
    this.worlds = worlds;
    this.handlers = handlers;
    this.main = handlers.apply(worlds.main());
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String name = nameOf(request);
    if (name == null || name.equals(Worlds.MAIN)) {
      return main.handle(request);
    }
    World world = worlds.find(name);
    if (world == null) {
      others.remove(name);
      return ApiHandler.refusal(
          worlds.main(),
          request,
          "There is no world " + name + " to call (nephele world list tells which there are).");
    }
    Routed routed = others.get(name);
    if (routed == null || routed.world != world) {
      routed = new Routed(world, handlers.apply(world));
      others.put(name, routed);
    }
    return routed.handler.handle(request);
  }

  /** The name of the world that a request is for, or null if it says none. */
  static String nameOf(HttpRequest request) {
    String named = request.headers().first(HEADER);
    if (named != null && !named.isBlank()) {
      return named.strip();
    }
    String authorization = request.headers().first("Authorization");
    if (authorization != null) {
      return prefix(authorization, CREDENTIAL, "/");
    }
    String query = request.query();
    return query == null ? null : prefix(query, QUERY_CREDENTIAL, "%2");
  }

  /** The world's name before the dot of the key id that follows the mark. */
  private static String prefix(String text, String mark, String end) {
    int at = text.indexOf(mark);
    if (at < 0) {
      return null;
    }
    int begin = at + mark.length();
    int dot = text.indexOf('.', begin);
    int stop = text.indexOf(end, begin);
    return dot < 0 || dot > stop ? null : AccessKeyPrefix.world(text.substring(begin, stop));
  }
}
