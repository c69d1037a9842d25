package io.nephele.services.sns;

import io.nephele.api.firehose.Firehose;
import io.nephele.api.firehose.PutRecordInput;
import io.nephele.api.firehose.Record;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;

/** Delivers to delivery streams of Firehose, by the role of the subscription. */
final class StreamDelivery {
  private final World world;
  private final AssumedRoles roles;

  StreamDelivery(World world) {
    this.world = world;
    this.roles = new AssumedRoles(world);
  }

  /**
   * Puts a message into a stream.
   *
   * @throws DeliveryFailure if the role or the stream does not let it
   */
  void deliver(Target target, Notification message, Envelope envelope) throws DeliveryFailure {
    Subscription subscription = target.subscription();
    String text = target.raw() ? message.text("firehose") : envelope.json(subscription);
    Arn arn = Arn.parse(subscription.endpoint());
    String resource = arn.resource();
    try {
      Principal principal =
          roles.assume(
              new AssumedRoles.Wanted(
                  subscription.attribute(SubscriptionAttributes.ROLE),
                  SnsWorld.PRINCIPAL,
                  target.topic().accountId(),
                  target.topic().arn(),
                  "sns"),
              target.region());
      world.call(
          Firehose.PutRecord,
          new PutRecordInput()
              .deliveryStreamName(resource.substring(resource.indexOf('/') + 1))
              .record(new Record().data(Bytes.utf8(text + "\n"))),
          principal,
          target.region(),
          Origin.service(SnsWorld.PRINCIPAL, target.topic().arn()));
    } catch (AwsException e) {
      throw DeliveryFailure.of(e);
    }
  }
}
