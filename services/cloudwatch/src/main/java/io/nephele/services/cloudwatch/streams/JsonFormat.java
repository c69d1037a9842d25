package io.nephele.services.cloudwatch.streams;

import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.Samples;
import io.nephele.services.cloudwatch.resources.NamedResource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON: a line for each metric and time. */
final class JsonFormat implements StreamFormat {
  @Override
  public byte[] write(NamedResource stream, String arn, List<StreamedData> data) {
    StringBuilder lines = new StringBuilder();
    for (StreamedData each : data) {
      lines.append(JsonText.write(line(stream, each))).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> line(NamedResource stream, StreamedData data) {
    Samples samples = data.samples();
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("max", samples.maximum());
    value.put("min", samples.minimum());
    value.put("sum", samples.sum());
    value.put("count", samples.sampleCount());
    value.putAll(data.further());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("metric_stream_name", stream.name());
    line.put("account_id", data.metric().accountId());
    line.put("region", data.metric().region());
    line.put("namespace", data.metric().namespace());
    line.put("metric_name", data.metric().name());
    line.put("dimensions", data.metric().dimensions());
    line.put("timestamp", data.begin() * 1000);
    line.put("value", value);
    line.put("unit", data.metric().unit());
    return line;
  }
}
