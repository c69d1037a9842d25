package io.nephele.services.sns;

import io.nephele.api.sns.Sns;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.wire.http.HttpRequest;

/** Amazon Simple Notification Service: topics that fan messages out to their subscribers. */
public final class SnsService implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public SnsService() {}

  @Override
  public String name() {
    return "sns";
  }

  @Override
  public boolean takesWeb(HttpRequest request) {
    return SnsWeb.takes(request);
  }

  @Override
  public void bind(Bindings on, World world) {
    SnsWorld sns = new SnsWorld(world);
    PhoneSettings phoneSettings = new PhoneSettings(sns);
    PhoneMessages phones = new PhoneMessages(sns, phoneSettings);
    PlatformTable platforms = new PlatformTable();
    DeviceMessages devices = new DeviceMessages(sns, platforms);
    Inboxes inboxes = new Inboxes(sns, phones, devices);
    DeliveryLog log = new DeliveryLog(sns);
    log.start();
    sns.onDelete(log::deleteAll);
    Deliverer deliverer = new Deliverer(sns, log);
    Outbox outbox = new Outbox(sns, deliverer);
    FifoFanout fifo = new FifoFanout(sns, deliverer);
    Replays replays = new Replays(sns, fifo);
    sns.onDelete(outbox::deleteAll);
    sns.onDelete(fifo::deleteAll);
    sns.onDelete(replays::deleteAll);
    outbox.start();
    fifo.start();
    replays.start();
    sns.confirmations().start(deliverer, inboxes);

    on.protect(new ProtectedTopics(sns));
    on.describe(TableDescriptions::of);
    Fanout fanout = new Fanout(sns, deliverer, outbox, inboxes);
    Publishing publishing = new Publishing(sns, fanout, fifo, inboxes);
    on.bind(Sns.Publish, publishing::publish);
    on.bind(Sns.PublishBatch, publishing::publishBatch);
    bindTopics(on, sns);
    Subscriptions subscriptions = new Subscriptions(sns, replays);
    on.web(new SnsWeb(sns, subscriptions, inboxes, phones, phoneSettings, devices));
    bindSubscriptions(on, sns, subscriptions);
    bindPhones(on, phoneSettings);
    bindSandbox(on, new PhoneSandbox(sns, phones));
    bindPlatforms(on, sns, platforms);
  }

  private static void bindTopics(Bindings on, SnsWorld sns) {
    Topics topics = new Topics(sns);
    on.bind(Sns.CreateTopic, topics::create);
    on.bind(Sns.DeleteTopic, topics::delete);
    on.bind(Sns.ListTopics, topics::list);
    on.bind(Sns.GetTopicAttributes, topics::attributes);
    on.bind(Sns.SetTopicAttributes, topics::setAttribute);

    TopicTags tags = new TopicTags(sns);
    on.bind(Sns.TagResource, tags::tag);
    on.bind(Sns.UntagResource, tags::untag);
    on.bind(Sns.ListTagsForResource, tags::list);

    TopicPermissions permissions = new TopicPermissions(sns);
    on.bind(Sns.AddPermission, permissions::add);
    on.bind(Sns.RemovePermission, permissions::remove);

    DataProtection protection = new DataProtection(sns);
    on.bind(Sns.PutDataProtectionPolicy, protection::put);
    on.bind(Sns.GetDataProtectionPolicy, protection::get);
  }

  private static void bindSubscriptions(Bindings on, SnsWorld sns, Subscriptions subscriptions) {
    on.bind(Sns.Subscribe, subscriptions::subscribe);
    on.bind(Sns.ConfirmSubscription, subscriptions::confirm);
    on.bind(Sns.Unsubscribe, subscriptions::unsubscribe);
    on.bind(Sns.GetSubscriptionAttributes, subscriptions::attributes);
    on.bind(Sns.SetSubscriptionAttributes, subscriptions::setAttribute);

    SubscriptionLists lists = new SubscriptionLists(sns);
    on.bind(Sns.ListSubscriptions, lists::ofOwner);
    on.bind(Sns.ListSubscriptionsByTopic, lists::ofTopic);
  }

  private static void bindPhones(Bindings on, PhoneSettings settings) {
    on.bind(Sns.CheckIfPhoneNumberIsOptedOut, settings::check);
    on.bind(Sns.ListPhoneNumbersOptedOut, settings::list);
    on.bind(Sns.OptInPhoneNumber, settings::optIn);
    on.bind(Sns.SetSMSAttributes, settings::set);
    on.bind(Sns.GetSMSAttributes, settings::get);
    on.bind(Sns.ListOriginationNumbers, settings::originations);
  }

  private static void bindSandbox(Bindings on, PhoneSandbox sandbox) {
    on.bind(Sns.GetSMSSandboxAccountStatus, sandbox::status);
    on.bind(Sns.CreateSMSSandboxPhoneNumber, sandbox::create);
    on.bind(Sns.VerifySMSSandboxPhoneNumber, sandbox::verify);
    on.bind(Sns.DeleteSMSSandboxPhoneNumber, sandbox::delete);
    on.bind(Sns.ListSMSSandboxPhoneNumbers, sandbox::list);
  }

  private static void bindPlatforms(Bindings on, SnsWorld sns, PlatformTable platforms) {
    PlatformApplications applications = new PlatformApplications(sns, platforms);
    on.bind(Sns.CreatePlatformApplication, applications::create);
    on.bind(Sns.DeletePlatformApplication, applications::delete);
    on.bind(Sns.GetPlatformApplicationAttributes, applications::attributes);
    on.bind(Sns.SetPlatformApplicationAttributes, applications::setAttributes);
    on.bind(Sns.ListPlatformApplications, applications::list);

    PlatformEndpoints endpoints = new PlatformEndpoints(sns, platforms);
    on.bind(Sns.CreatePlatformEndpoint, endpoints::create);
    on.bind(Sns.DeleteEndpoint, endpoints::delete);
    on.bind(Sns.GetEndpointAttributes, endpoints::attributes);
    on.bind(Sns.SetEndpointAttributes, endpoints::setAttributes);
    on.bind(Sns.ListEndpointsByPlatformApplication, endpoints::list);
  }
}
