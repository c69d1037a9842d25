package io.nephele.model;

/**
 * A named part of a structure or union, the {@code member} of a list, or the {@code key} or {@code
 * value} of a map. Traits on the member come before those on its target.
 */
public final class Member {
  private final Service service;
  private final String name;
  private final int index;
  private final String targetName;
  private final Traits traits;
  private final boolean required;
  private final String jsonName;
  private final String xmlName;
  private final boolean xmlFlattened;
  private Shape target;
  private Constraints constraints;

  Member(Service service, String name, int index, String targetName, Traits traits) {
    this.service = service;
    this.name = name;
    this.index = index;
    this.targetName = targetName;
    this.traits = traits;
    this.required = traits.has("required");
    this.jsonName = traits.has("jsonName") ? traits.string("jsonName") : name;
    this.xmlName = traits.has("xmlName") ? traits.string("xmlName") : name;
    this.xmlFlattened = traits.has("xmlFlattened");
  }

  /** The member's name in the model. */
  public String name() {
    return name;
  }

  /** The member's place in its shape, from 0; the slot of a {@link Struct}. */
  public int index() {
    return index;
  }

  /** The shape of the member's values. */
  public Shape target() {
    // Resolved on first use, because shapes refer to one another in circles; a race resolves twice
    // to the same shape.
    Shape resolved = target;
    if (resolved == null) {
      resolved = service.shape(targetName);
      target = resolved;
    }
    return resolved;
  }

  /** Bounds on the member's values: the member's own before its target's. */
  public Constraints constraints() {
    Constraints resolved = constraints;
    if (resolved == null) {
      resolved = traits.constraints().or(target().constraints());
      constraints = resolved;
    }
    return resolved;
  }

  /** Whether a value has to be given. */
  public boolean required() {
    return required;
  }

  /** The name in restJson1 bodies. */
  public String jsonName() {
    return jsonName;
  }

  /**
   * The name in XML and query forms: {@code xmlName}, or the member's own. It may carry a namespace
   * prefix.
   */
  public String xmlName() {
    return xmlName;
  }

  /** Whether the model gives an {@code xmlName}. */
  public boolean hasXmlName() {
    return traits.has("xmlName");
  }

  /** Whether a list or map is written without an element around it. */
  public boolean xmlFlattened() {
    return xmlFlattened;
  }

  /** Whether the member is an attribute of its parent's XML element. */
  public boolean xmlAttribute() {
    return traits.has("xmlAttribute");
  }

  /** The namespace of the member's XML element, or null. */
  public XmlNamespace xmlNamespace() {
    return traits.xmlNamespace();
  }

  /** The name in ec2Query requests, or null for the capitalised {@link #xmlName}. */
  public String ec2QueryName() {
    return traits.string("ec2QueryName");
  }

  /** The header that carries the member, or null. */
  public String httpHeader() {
    return traits.string("httpHeader");
  }

  /** The prefix of the headers that carry the member's entries, or null. */
  public String httpPrefixHeaders() {
    return traits.string("httpPrefixHeaders");
  }

  /** The query parameter that carries the member, or null. */
  public String httpQuery() {
    return traits.string("httpQuery");
  }

  /** Whether the member is a map of all query parameters that no other member names. */
  public boolean httpQueryParams() {
    return traits.has("httpQueryParams");
  }

  /** Whether the member is a part of the path. */
  public boolean httpLabel() {
    return traits.has("httpLabel");
  }

  /** Whether the member is the whole body. */
  public boolean httpPayload() {
    return traits.has("httpPayload");
  }

  /** Whether the member is the response's status code. */
  public boolean httpResponseCode() {
    return traits.has("httpResponseCode");
  }

  /** Whether the member is a part of the host name's prefix. */
  public boolean hostLabel() {
    return traits.has("hostLabel");
  }

  /** Whether the member is a header of an event. */
  public boolean eventHeader() {
    return traits.has("eventHeader");
  }

  /** Whether the member is the whole payload of an event. */
  public boolean eventPayload() {
    return traits.has("eventPayload");
  }

  /** Whether clients fill the member with a fresh token when their user gives none. */
  public boolean idempotencyToken() {
    return traits.has("idempotencyToken");
  }

  /** Whether values must not be logged. */
  public boolean sensitive() {
    return traits.has("sensitive") || target().sensitive();
  }

  /** Whether AWS says the member is deprecated. */
  public boolean deprecated() {
    return traits.has("deprecated");
  }

  /** The default's JSON value (a string, number, boolean, list or map), or null. */
  public Object defaultValue() {
    return traits.raw("default");
  }

  /**
   * The format that the member or its target asks for, or null where the protocol's default holds.
   */
  public TimestampFormat timestampFormat() {
    TimestampFormat own = traits.timestampFormat();
    return own == null ? target().timestampFormat() : own;
  }

  @Override
  public String toString() {
    return name + ":" + targetName;
  }
}
