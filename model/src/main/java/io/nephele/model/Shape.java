package io.nephele.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A type of a service's API: a structure, a list, a string with bounds and so on. */
public final class Shape {
  private final Service service;
  private final String name;
  private final ShapeType type;
  private final Traits traits;
  private final List<Member> members;
  private final Map<String, Member> byName;
  private final Constraints constraints;
  private final TimestampFormat timestampFormat;
  private Map<String, Member> byJsonName;

  Shape(Service service, String name, ShapeType type, Traits traits, List<Member> members) {
    this.service = service;
    this.name = name;
    this.type = type;
    this.traits = traits;
    this.members = List.copyOf(members);
    this.byName = HashMap.newHashMap(members.size());
    for (Member member : members) {
      byName.put(member.name(), member);
    }
    this.constraints = traits.constraints();
    this.timestampFormat = traits.timestampFormat();
  }

  /** The service whose model defines the shape. */
  public Service service() {
    return service;
  }

  /** The shape's name in the model; shapes of Smithy's prelude begin with {@code @}. */
  public String name() {
    return name;
  }

  /** The kind of shape. */
  public ShapeType type() {
    return type;
  }

  /**
   * The members in the model's order: of a list {@code member}, of a map {@code key} and {@code
   * value}.
   */
  public List<Member> members() {
    return members;
  }

  /** The member of that name, or null. */
  public Member member(String memberName) {
    return byName.get(memberName);
  }

  /** The member of that name in restJson1 bodies, or null. */
  public Member memberByJsonName(String jsonName) {
    Map<String, Member> index = byJsonName;
    if (index == null) {
      index = HashMap.newHashMap(members.size());
      for (Member member : members) {
        index.put(member.jsonName(), member);
      }
      byJsonName = index;
    }
    return index.get(jsonName);
  }

  /** The member of a list. */
  public Member listMember() {
    return members.getFirst();
  }

  /** The key of a map. */
  public Member mapKey() {
    return members.getFirst();
  }

  /** The value of a map. */
  public Member mapValue() {
    return members.get(1);
  }

  /** The bounds that the shape sets on its values. */
  public Constraints constraints() {
    return constraints;
  }

  /** The timestamp format that the shape asks for, or null. */
  public TimestampFormat timestampFormat() {
    return timestampFormat;
  }

  /** Whether a list or map may hold nulls. */
  public boolean sparse() {
    return traits.has("sparse");
  }

  /** Whether a blob is streamed, or a union is an event stream. */
  public boolean streaming() {
    return traits.has("streaming");
  }

  /** Whether a streaming blob needs a known length. */
  public boolean requiresLength() {
    return traits.has("requiresLength");
  }

  /** The media type of a string or blob, or null. */
  public String mediaType() {
    return traits.string("mediaType");
  }

  /** Whether values must not be logged. */
  public boolean sensitive() {
    return traits.has("sensitive");
  }

  /** The name of the shape's XML element where the model gives one, else the shape's name. */
  public String xmlName() {
    return traits.has("xmlName") ? traits.string("xmlName") : name;
  }

  /** Whether the model gives an {@code xmlName}. */
  public boolean hasXmlName() {
    return traits.has("xmlName");
  }

  /** The namespace of the shape's XML element, or null. */
  public XmlNamespace xmlNamespace() {
    return traits.xmlNamespace();
  }

  /** Whether the structure is an error. */
  public boolean isError() {
    return traits.has("error");
  }

  /** Whether an error is the caller's fault rather than the service's. */
  public boolean isClientError() {
    return "client".equals(traits.string("error"));
  }

  /** The HTTP status of an error. */
  public int errorStatus() {
    Integer status = traits.integer("httpError");
    return status != null ? status : isClientError() ? 400 : 500;
  }

  /**
   * The error's code in the query protocols, which is also what query-compatible JSON services
   * send.
   */
  public String queryErrorCode() {
    Map<String, Object> query = traits.object("awsQueryError");
    return query == null ? name : (String) query.get("code");
  }

  /** The error's HTTP status in the query protocols. */
  public int queryErrorStatus() {
    Map<String, Object> query = traits.object("awsQueryError");
    return query != null && query.get("httpResponseCode") instanceof Number status
        ? status.intValue()
        : errorStatus();
  }

  @Override
  public String toString() {
    return service.name() + "#" + name;
  }
}
