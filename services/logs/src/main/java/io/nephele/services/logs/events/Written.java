package io.nephele.services.logs.events;

import io.nephele.core.call.Call;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import java.util.List;

/**
 * Events that were put into a stream by one call.
 *
 * @param events as they are found when read
 */
public record Written(Group group, LogStreamRow stream, List<LogEvent> events, Call call) {}
