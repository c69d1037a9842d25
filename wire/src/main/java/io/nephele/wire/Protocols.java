package io.nephele.wire;

import io.nephele.model.Protocol;
import io.nephele.wire.cbor.AwsCborProtocol;
import io.nephele.wire.cbor.RpcV2CborProtocol;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.json.AwsJsonProtocol;
import io.nephele.wire.query.AwsQueryProtocol;
import io.nephele.wire.query.Ec2QueryProtocol;
import io.nephele.wire.rest.RestJsonProtocol;
import io.nephele.wire.xml.RestXmlProtocol;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The protocols by name; each is made when it is first asked for. */
public final class Protocols {
  private final AtomicReferenceArray<ServerProtocol> made =
      new AtomicReferenceArray<>(Protocol.values().length);

  private volatile ServerProtocol cbor;

  /** The server's side of that protocol. */
  public ServerProtocol of(Protocol protocol) {
    ServerProtocol known = made.get(protocol.ordinal());
    if (known != null) {
      return known;
    }
    // A race makes two, of which one is kept: they hold nothing but caches.
    made.compareAndSet(protocol.ordinal(), null, make(protocol));
    return made.get(protocol.ordinal());
  }

  /**
   * The server's side of that protocol in the form that a request speaks: awsJson1_1 may come as
   * CBOR.
   */
  public ServerProtocol of(Protocol protocol, HttpRequest request) {
    if (protocol != Protocol.AWS_JSON_1_1 || !AwsCborProtocol.isSpoken(request)) {
      return of(protocol);
    }
    ServerProtocol known = cbor;
    if (known == null) {
      known = new AwsCborProtocol();
      cbor = known;
    }
    return known;
  }

  private static ServerProtocol make(Protocol protocol) {
    return switch (protocol) {
      case AWS_JSON_1_0, AWS_JSON_1_1 -> new AwsJsonProtocol(protocol);
      case AWS_QUERY -> new AwsQueryProtocol();
      case EC2_QUERY -> new Ec2QueryProtocol();
      case REST_JSON_1 -> new RestJsonProtocol();
      case REST_XML -> new RestXmlProtocol();
      case RPC_V2_CBOR -> new RpcV2CborProtocol();
    };
  }
}
