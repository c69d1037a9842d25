package io.nephele.model;

/**
 * The protocols in which AWS services speak; the constants' {@link #traitName} is what the models
 * call them.
 */
public enum Protocol {
  AWS_JSON_1_0("awsJson1_0"),
  AWS_JSON_1_1("awsJson1_1"),
  AWS_QUERY("awsQuery"),
  EC2_QUERY("ec2Query"),
  REST_JSON_1("restJson1"),
  REST_XML("restXml"),
  RPC_V2_CBOR("rpcv2Cbor");

  private final String traitName;

  Protocol(String traitName) {
    this.traitName = traitName;
  }

  /** The protocol's name in Smithy models, without its namespace. */
  public String traitName() {
    return traitName;
  }

  /** The protocol of that name in Smithy models. */
  public static Protocol ofTraitName(String name) {
    for (Protocol protocol : values()) {
      if (protocol.traitName.equals(name)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("unknown protocol " + name);
  }
}
