package io.nephele.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * A value of a structure or union: a shape and a slot for each of its members, null where a member
 * is absent. Generic code (protocols, validation, paging, tags) works on these; services see them
 * through generated {@link View}s. A struct can be frozen, as every decoded request is.
 */
public final class Struct {
  private final Shape shape;
  private final Object[] slots;
  private boolean frozen;
  private int status;

  /** An empty struct of that shape. */
  public Struct(Shape shape) {
    this.shape = shape;
    this.slots = new Object[shape.members().size()];
  }

  /** The structure or union that this is a value of. */
  public Shape shape() {
    return shape;
  }

  /** The member's value, or null. */
  public Object get(int index) {
    return slots[index];
  }

  /** The member's value, or null. */
  public Object get(Member member) {
    return slots[member.index()];
  }

  /**
   * The value of the member of that name, or null; an error of ours if the shape has no such
   * member.
   */
  public Object get(String memberName) {
    return slots[known(memberName).index()];
  }

  /** Sets the member's value. */
  public Struct set(int index, Object value) {
    if (frozen) {
      throw new IllegalStateException("a frozen " + shape + " cannot be changed");
    }
    slots[index] = value;
    return this;
  }

  /** Sets the member's value. */
  public Struct set(Member member, Object value) {
    return set(member.index(), value);
  }

  /** Sets the value of the member of that name. */
  public Struct set(String memberName, Object value) {
    return set(known(memberName).index(), value);
  }

  /**
   * Says which HTTP status a result is sent with where the model's is not right, such as 206 for a
   * part of an object. Only REST protocols send it.
   */
  public Struct answerWith(int httpStatus) {
    this.status = httpStatus;
    return this;
  }

  /** The HTTP status that a result is sent with, or 0 for the model's. */
  public int answerStatus() {
    return status;
  }

  /** The member that is set in a union; null if none is. */
  public Member unionMember() {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != null) {
        return shape.members().get(i);
      }
    }
    return null;
  }

  /** Makes the struct unchangeable. */
  public Struct freeze() {
    frozen = true;
    return this;
  }

  private Member known(String memberName) {
    return Objects.requireNonNull(
        shape.member(memberName), () -> shape + " has no member " + memberName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Struct struct
        && shape == struct.shape
        && Arrays.equals(slots, struct.slots);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(slots);
  }

  /** Names and values of the members that are set; sensitive ones are not shown. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(shape.name()).append('{');
    String separator = "";
    for (Member member : shape.members()) {
      Object value = slots[member.index()];
      if (value != null) {
        text.append(separator)
            .append(member.name())
            .append('=')
            .append(member.sensitive() ? "***" : value);
        separator = ", ";
      }
    }
    return text.append('}').toString();
  }
}
