package io.nephele.services.firehose;

import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon Data Firehose: streams that deliver what is put into them, in batches, to where it is kept. */
public final class FirehoseService implements ServiceModule {
  @Override
  public String name() {
    return "firehose";
  }

  @Override
  public void bind(Bindings on, World world) {}
}
