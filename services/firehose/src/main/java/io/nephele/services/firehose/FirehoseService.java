package io.nephele.services.firehose;

import io.nephele.api.firehose.Firehose;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/**
 * Amazon Data Firehose: streams that deliver what is put into them, in batches, to where it is
 * kept.
 */
public final class FirehoseService implements ServiceModule {
  @Override
  public String name() {
    return "firehose";
  }

  @Override
  public void bind(Bindings on, World world) {
    FirehoseWorld firehose = new FirehoseWorld(world);
    Buffers buffers = new Buffers(firehose);
    KinesisSource kinesis = new KinesisSource(firehose, buffers);
    RecordSealing sealing = new RecordSealing(firehose);
    Delivery delivery = new Delivery(firehose, buffers, sealing);
    world.timers().onWork(Buffers.TIMER, delivery::deliver);
    world.timers().onWork(KinesisSource.TIMER, kinesis::poll);
    on.protect(new ProtectedStreams(firehose));

    Destinations destinations = new Destinations(firehose);
    StreamEncryption encryption = new StreamEncryption(firehose);
    DeliveryStreams streams =
        new DeliveryStreams(firehose, destinations, encryption, buffers, kinesis);
    on.bind(Firehose.CreateDeliveryStream, streams::create);
    on.bind(Firehose.DeleteDeliveryStream, streams::delete);
    on.bind(Firehose.DescribeDeliveryStream, streams::describe);
    on.bind(Firehose.ListDeliveryStreams, streams::list);
    on.bind(Firehose.UpdateDestination, destinations::update);
    on.bind(Firehose.StartDeliveryStreamEncryption, encryption::start);
    on.bind(Firehose.StopDeliveryStreamEncryption, encryption::stop);

    StreamTags tags = new StreamTags(firehose);
    on.bind(Firehose.TagDeliveryStream, tags::tag);
    on.bind(Firehose.UntagDeliveryStream, tags::untag);
    on.bind(Firehose.ListTagsForDeliveryStream, tags::list);

    Records records = new Records(firehose, buffers, sealing);
    on.bind(Firehose.PutRecord, records::put);
    on.bind(Firehose.PutRecordBatch, records::putBatch);
  }
}
