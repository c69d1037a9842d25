package io.nephele.services.kinesis;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon Kinesis Data Streams: ordered records in shards, kept for a time and read by many. */
public final class KinesisService implements ServiceModule {
  @Override
  public String name() {
    return "kinesis";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
