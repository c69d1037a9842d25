package io.nephele.services.s3;

import io.nephele.api.s3.S3;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.roles.AssumedRoles;
import io.nephele.services.s3.access.AclHandlers;
import io.nephele.services.s3.access.BucketPolicies;
import io.nephele.services.s3.access.OwnershipSettings;
import io.nephele.services.s3.access.ProtectedBuckets;
import io.nephele.services.s3.access.PublicAccessBlocks;
import io.nephele.services.s3.buckets.Buckets;
import io.nephele.services.s3.buckets.Versioning;
import io.nephele.services.s3.configuration.ConfigurationBindings;
import io.nephele.services.s3.encryption.DefaultEncryption;
import io.nephele.services.s3.events.Destinations;
import io.nephele.services.s3.events.EventOutbox;
import io.nephele.services.s3.events.Notifications;
import io.nephele.services.s3.lifecycle.LifecycleConfigurations;
import io.nephele.services.s3.lifecycle.LifecycleRuns;
import io.nephele.services.s3.listing.Listings;
import io.nephele.services.s3.multipart.MultipartService;
import io.nephele.services.s3.objectlambda.ObjectLambda;
import io.nephele.services.s3.objects.ObjectService;
import io.nephele.services.s3.replication.Replication;
import io.nephele.services.s3.replication.ReplicationConfigurations;
import io.nephele.services.s3.replication.ReplicationWork;
import io.nephele.services.s3.web.S3Exchanges;
import io.nephele.services.s3.web.S3Web;
import io.nephele.wire.http.HttpRequest;

/** Amazon Simple Storage Service: binds its operations to the methods that answer them. */
public final class S3Service implements ServiceModule {
  /** Made by {@link java.util.ServiceLoader}. */
  public S3Service() {}

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public boolean takesWeb(HttpRequest request) {
    return S3Web.takes(request);
  }

  @Override
  public void bind(Bindings on, World world) {
    S3World s3 = new S3World(world);
    on.protect(new ProtectedBuckets(s3));
    on.describe(StoredTables::of);
    bindBuckets(on, s3);
    bindAccess(on, s3);
    ObjectLambda lambda = new ObjectLambda(s3);
    on.bind(S3.WriteGetObjectResponse, lambda::write);
    ObjectService.bind(on, s3, lambda);
    MultipartService.bind(on, s3);
    bindEncryption(on, s3);
    bindListings(on, s3, lambda);
    ConfigurationBindings.bind(on, s3);
    S3Exchanges exchanges = new S3Exchanges(s3);
    on.web(new S3Web(s3, exchanges, lambda.inputs()));
    on.listen(exchanges);
    bindLifecycle(on, s3);
    bindEvents(on, s3);
  }

  private static void bindEvents(Bindings on, S3World s3) {
    Destinations destinations = new Destinations(s3);
    EventOutbox outbox = new EventOutbox(s3, destinations);
    outbox.start();
    s3.changes().tell(outbox);
    Notifications notifications = new Notifications(s3, destinations);
    on.bind(S3.PutBucketNotificationConfiguration, notifications::put);
    on.bind(S3.GetBucketNotificationConfiguration, notifications::get);

    s3.changes()
        .tell(new Replication(s3, new ReplicationWork(s3, new AssumedRoles(s3.world()), outbox)));
    ReplicationConfigurations replications = new ReplicationConfigurations(s3);
    on.bind(S3.PutBucketReplication, replications::put);
    on.bind(S3.GetBucketReplication, replications::get);
    on.bind(S3.DeleteBucketReplication, replications::delete);
  }

  private static void bindLifecycle(Bindings on, S3World s3) {
    LifecycleConfigurations lifecycles = new LifecycleConfigurations(s3, new LifecycleRuns(s3));
    on.bind(S3.PutBucketLifecycleConfiguration, lifecycles::put);
    on.bind(S3.GetBucketLifecycleConfiguration, lifecycles::get);
    on.bind(S3.DeleteBucketLifecycle, lifecycles::delete);
  }

  private static void bindBuckets(Bindings on, S3World s3) {
    Buckets buckets = new Buckets(s3);
    on.bind(S3.CreateBucket, buckets::create);
    on.bind(S3.DeleteBucket, buckets::delete);
    on.bind(S3.HeadBucket, buckets::head);
    on.bind(S3.GetBucketLocation, buckets::location);
    on.bind(S3.ListBuckets, buckets::list);

    Versioning versioning = new Versioning(s3);
    on.bind(S3.PutBucketVersioning, versioning::put);
    on.bind(S3.GetBucketVersioning, versioning::get);
  }

  private static void bindAccess(Bindings on, S3World s3) {
    BucketPolicies policies = new BucketPolicies(s3);
    on.bind(S3.PutBucketPolicy, policies::put);
    on.bind(S3.GetBucketPolicy, policies::get);
    on.bind(S3.GetBucketPolicyStatus, policies::status);
    on.bind(S3.DeleteBucketPolicy, policies::delete);

    PublicAccessBlocks blocks = new PublicAccessBlocks(s3);
    on.bind(S3.PutPublicAccessBlock, blocks::put);
    on.bind(S3.GetPublicAccessBlock, blocks::get);
    on.bind(S3.DeletePublicAccessBlock, blocks::delete);

    OwnershipSettings ownership = new OwnershipSettings(s3);
    on.bind(S3.PutBucketOwnershipControls, ownership::put);
    on.bind(S3.GetBucketOwnershipControls, ownership::get);
    on.bind(S3.DeleteBucketOwnershipControls, ownership::delete);

    AclHandlers acls = new AclHandlers(s3);
    on.bind(S3.PutBucketAcl, acls::putOfBucket);
    on.bind(S3.GetBucketAcl, acls::getOfBucket);
    on.bind(S3.PutObjectAcl, acls::putOfObject);
    on.bind(S3.GetObjectAcl, acls::getOfObject);
  }

  private static void bindListings(Bindings on, S3World s3, ObjectLambda lambda) {
    Listings listings = new Listings(s3);
    on.bind(S3.ListObjectsV2, lambda.passing(S3.ListObjectsV2, listings::listV2));
    on.bind(S3.ListObjects, lambda.passing(S3.ListObjects, listings::list));
    on.bind(S3.ListObjectVersions, listings::listVersions);
  }

  private static void bindEncryption(Bindings on, S3World s3) {
    DefaultEncryption encryption = new DefaultEncryption(s3);
    on.bind(S3.PutBucketEncryption, encryption::put);
    on.bind(S3.GetBucketEncryption, encryption::get);
    on.bind(S3.DeleteBucketEncryption, encryption::delete);
  }
}
