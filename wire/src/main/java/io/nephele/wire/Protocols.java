package io.nephele.wire;

import io.nephele.model.Protocol;
import io.nephele.wire.cbor.RpcV2CborProtocol;
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
