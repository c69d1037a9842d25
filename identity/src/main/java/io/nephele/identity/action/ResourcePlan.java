package io.nephele.identity.action;

import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * How the ARNs of one type of resource are found in the requests of one operation.
 *
 * <ol>
 *   <li>What the called service says ({@code ProtectedResources.arns}). Where several actions are
 *       about different resources of one type, it is asked with the action's name behind the
 *       type's: {@code key/ReEncryptFrom}.
 *   <li>What a rule says, else any member that holds an ARN of the type's form.
 *   <li>The type's pattern, its variables taken from the members that name them. A member that
 *       should name the resource and holds an ARN of any other form is the resource as it stands,
 *       if it is of the same service or the type is required.
 *   <li>If the request does not name one and the type is required: a member that holds an ARN which
 *       only begins with the type's form, else the pattern, with an asterisk for each variable that
 *       the request does not tell.
 * </ol>
 */
final class ResourcePlan {
  private final String type;
  private final boolean required;
  private final String asked;
  private final ValueExpression arn;
  private final List<MemberPath> arnMembers;
  private final List<Form> forms;
  private final String family;
  final KeySources keys;

  /** One form of the type's ARN, and for each variable where its values are, or null. */
  record Form(ArnTemplate template, ValueExpression[][] sources, int primary) {}

  /**
   * @param asked the type that the called service is asked for, null if the resources are another
   *     service's
   * @param arn gives whole ARNs; null if there is no rule
   */
  ResourcePlan(
      String type,
      boolean required,
      String asked,
      ValueExpression arn,
      List<MemberPath> arnMembers,
      List<Form> forms,
      KeySources keys) {
    this.type = type;
    this.required = required;
    this.asked = asked;
    this.arn = arn;
    this.arnMembers = List.copyOf(arnMembers);
    this.forms = List.copyOf(forms);
    this.keys = keys;
    this.family = forms.getFirst().template().family();
  }

  String type() {
    return type;
  }

  boolean required() {
    return required;
  }

  /** Whether members other than ARNs may name such a resource. */
  boolean hasNames() {
    for (Form form : forms) {
      if (form.primary >= 0 && form.sources[form.primary].length > 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether two types are forms of one, such as {@code listener/app} and {@code listener/net}. */
  boolean isOfFamily(ResourcePlan other) {
    return family.equals(other.family);
  }

  /** Adds the ARNs that the request names; whether it names any. */
  boolean addNamed(CallContext context, DistinctTexts arns) {
    return addNamed(context, given(arnMembers, context.request()), arns);
  }

  /**
   * Adds the ARNs that the request names; whether it names any.
   *
   * @param given what the members that may hold ARNs do hold
   */
  boolean addNamed(CallContext context, List<String> given, DistinctTexts arns) {
    List<String> known =
        asked == null ? null : context.resources().arns(asked, context.call(), context.request());
    if (known != null) {
      arns.addAll(known);
      return !known.isEmpty();
    }
    if (arn != null) {
      List<String> ruled = arn.values(context.request());
      if (!ruled.isEmpty()) {
        arns.addAll(ruled);
        return true;
      }
    }
    boolean held = addHeld(given, false, arns);
    for (Form form : forms) {
      if (form.primary < 0) {
        if (!held) {
          arns.add(fill(form, context, null));
        }
        return true;
      }
      if (addFilled(form, context, arns)) {
        return true;
      }
    }
    return held;
  }

  /** The pattern with what the request tells and asterisks for what it does not. */
  String unnamed(CallContext context) {
    return fill(forms.getFirst(), context, null);
  }

  /**
   * Adds those of the ARNs that are of the type's form, or, if {@code loose}, begin so, as that of
   * a version does; whether there is any.
   */
  boolean addHeld(List<String> given, boolean loose, DistinctTexts arns) {
    if (arnMembers.isEmpty()) {
      return false;
    }
    boolean found = false;
    for (String value : given) {
      if (isArn(value, loose)) {
        arns.add(value);
        found = true;
      }
    }
    return found;
  }

  /** The ARNs in a request that such members hold. */
  static List<String> given(List<MemberPath> members, Struct request) {
    List<String> found = List.of();
    for (int i = 0; i < members.size(); i++) {
      for (String value : members.get(i).values(request)) {
        if (value.startsWith("arn:")) {
          found = found.isEmpty() ? new ArrayList<>(2) : found;
          found.add(value);
        }
      }
    }
    return found;
  }

  /** Whether the text is an ARN of the type's form, or, if {@code loose}, begins so. */
  boolean isArn(String text, boolean loose) {
    for (Form form : forms) {
      if (form.template.matches(text, loose)) {
        return true;
      }
    }
    return false;
  }

  private boolean addFilled(Form form, CallContext context, DistinctTexts arns) {
    boolean named = false;
    for (ValueExpression source : form.sources[form.primary]) {
      for (String value : source.values(context.request())) {
        boolean isArn = value.startsWith("arn:");
        if (!isArn || required || form.template.isOfService(value)) {
          arns.add(isArn ? value : fill(form, context, value));
          named = true;
        }
      }
    }
    return named;
  }

  private static String fill(Form form, CallContext context, String primaryValue) {
    ArnTemplate template = form.template;
    String[] values = new String[template.size()];
    for (int i = 0; i < values.length; i++) {
      if (i == form.primary && primaryValue != null) {
        values[i] = primaryValue;
      } else {
        String told = single(form.sources[i], context.request());
        String common = told == null ? context.common(template.variable(i)) : told;
        values[i] = common == null ? ArnTemplate.UNKNOWN : common;
      }
    }
    return template.fill(values);
  }

  /** The one value of a variable; several do not make one ARN. */
  private static String single(ValueExpression[] sources, Struct request) {
    for (ValueExpression source : sources) {
      List<String> values = source.values(request);
      if (values.size() == 1) {
        String value = values.getFirst();
        return value.startsWith("arn:") ? ValueFunction.last(value) : value;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return type + forms;
  }
}
