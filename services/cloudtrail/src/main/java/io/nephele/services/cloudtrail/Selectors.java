package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.AdvancedEventSelector;
import io.nephele.api.cloudtrail.AdvancedFieldSelector;
import io.nephele.api.cloudtrail.DataResource;
import io.nephele.api.cloudtrail.EventSelector;
import io.nephele.api.cloudtrail.GetEventSelectorsRequest;
import io.nephele.api.cloudtrail.GetEventSelectorsResponse;
import io.nephele.api.cloudtrail.InvalidEventSelectorsException;
import io.nephele.api.cloudtrail.PutEventSelectorsRequest;
import io.nephele.api.cloudtrail.PutEventSelectorsResponse;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.trail.FieldSelector;
import io.nephele.core.trail.Selection;
import io.nephele.core.trail.Selection.Conditions;
import io.nephele.services.cloudtrail.TrailRecord.AdvancedSelector;
import io.nephele.services.cloudtrail.TrailRecord.BasicSelector;
import io.nephele.services.cloudtrail.TrailRecord.DataResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which events trails take: event selectors, basic and advanced. */
final class Selectors {
  private static final int MOST_BASIC = 5;
  private static final int MOST_RESOURCES = 250;
  private static final int MOST_VALUES = 500;
  private static final Set<String> BASIC_TYPES =
      Set.of("AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table");
  private static final Set<String> EXCLUDABLE =
      Set.of("kms.amazonaws.com", "rdsdata.amazonaws.com");
  private static final Set<String> MANAGEMENT_FIELDS =
      Set.of(
          Selection.CATEGORY,
          "readOnly",
          "eventSource",
          "eventName",
          "eventType",
          "sessionCredentialFromConsole",
          "userIdentity.arn");
  private static final Set<String> DATA_FIELDS =
      Set.of(
          Selection.CATEGORY,
          "resources.type",
          "resources.ARN",
          "readOnly",
          "eventName",
          "eventSource",
          "eventType",
          "sessionCredentialFromConsole",
          "userIdentity.arn");

  private final TrailStore trails;

  Selectors(TrailStore trails) {
    this.trails = trails;
  }

  PutEventSelectorsResponse put(PutEventSelectorsRequest in, Call call) {
    boolean basicGiven = in.eventSelectors() != null && !in.eventSelectors().isEmpty();
    boolean advancedGiven =
        in.advancedEventSelectors() != null && !in.advancedEventSelectors().isEmpty();
    if (basicGiven == advancedGiven) {
      throw new InvalidEventSelectorsException(
          "You must specify either event selectors or advanced event selectors, and not both.");
    }
    List<BasicSelector> basic = basicGiven ? basic(in.eventSelectors()) : null;
    List<AdvancedSelector> advanced = advancedGiven ? advanced(in.advancedEventSelectors()) : null;
    TrailRecord changed =
        trails
            .world()
            .store()
            .write(
                transaction -> {
                  TrailRecord trail =
                      trails
                          .findAtHome(transaction, call, in.trailName())
                          .withSelectors(basic, advanced);
                  trails.put(transaction, trail);
                  return trail;
                });
    return new PutEventSelectorsResponse()
        .trailARN(changed.arn())
        .eventSelectors(basic == null ? null : in.eventSelectors())
        .advancedEventSelectors(advanced == null ? null : in.advancedEventSelectors());
  }

  GetEventSelectorsResponse get(GetEventSelectorsRequest in, Call call) {
    TrailRecord trail =
        trails.world().store().read(reader -> trails.find(reader, call, in.trailName()));
    GetEventSelectorsResponse out = new GetEventSelectorsResponse().trailARN(trail.arn());
    if (trail.advanced() != null) {
      return out.advancedEventSelectors(trail.advanced().stream().map(Selectors::view).toList());
    }
    return out.eventSelectors(trail.basic().stream().map(Selectors::view).toList());
  }

  /** What a trail takes, for who takes note of calls. */
  static Selection selection(TrailRecord trail) {
    List<Conditions> conditions = new ArrayList<>();
    if (trail.advanced() != null) {
      for (AdvancedSelector selector : trail.advanced()) {
        conditions.add(selector.conditions());
      }
    } else {
      for (BasicSelector selector : trail.basic()) {
        addConditions(selector, conditions);
      }
    }
    return new Selection(
        trail.name(), trail.region(), trail.multiRegion(), trail.globalEvents(), conditions, false);
  }

  private static void addConditions(BasicSelector selector, List<Conditions> conditions) {
    List<FieldSelector> both = new ArrayList<>();
    if (!selector.readWrite().equals("All")) {
      boolean reads = selector.readWrite().equals("ReadOnly");
      both.add(FieldSelector.equal("readOnly", List.of(Boolean.toString(reads))));
    }
    if (selector.management()) {
      List<FieldSelector> fields = new ArrayList<>(both);
      fields.add(FieldSelector.equal(Selection.CATEGORY, List.of("Management")));
      if (!selector.excluded().isEmpty()) {
        fields.add(FieldSelector.notEqual("eventSource", selector.excluded()));
      }
      conditions.add(new Conditions(fields));
    }
    for (DataResources data : selector.data()) {
      if (data.values().isEmpty()) {
        continue;
      }
      List<FieldSelector> fields = new ArrayList<>(both);
      fields.add(FieldSelector.equal(Selection.CATEGORY, List.of("Data")));
      fields.add(FieldSelector.equal("resources.type", List.of(data.type())));
      fields.add(resources(data));
      conditions.add(new Conditions(fields));
    }
  }

  /** Objects are given by the beginnings of their names, other resources by whole ARNs or none. */
  private static FieldSelector resources(DataResources data) {
    List<String> whole = new ArrayList<>();
    List<String> beginnings = new ArrayList<>();
    for (String value : data.values()) {
      boolean s3 = data.type().equals("AWS::S3::Object");
      (s3 || !Arn.isArn(value) ? beginnings : whole).add(value);
    }
    return new FieldSelector(
        "resources.ARN", whole, beginnings, List.of(), List.of(), List.of(), List.of());
  }

  private static List<BasicSelector> basic(List<EventSelector> given) {
    if (given.size() > MOST_BASIC) {
      throw new InvalidEventSelectorsException("A trail has at most 5 event selectors.");
    }
    List<BasicSelector> selectors = new ArrayList<>();
    int values = 0;
    for (EventSelector selector : given) {
      List<DataResources> data = new ArrayList<>();
      for (DataResource resource : orEmpty(selector.dataResources())) {
        if (resource.type() == null || !BASIC_TYPES.contains(resource.type())) {
          throw new InvalidEventSelectorsException(
              "The data resource type "
                  + resource.type()
                  + " is not one of AWS::S3::Object, AWS::Lambda::Function and"
                  + " AWS::DynamoDB::Table. Other types need advanced event selectors.");
        }
        for (String value : orEmpty(resource.values())) {
          if (!value.startsWith("arn:")) {
            throw new InvalidEventSelectorsException(
                "Value " + value + " for data resource type " + resource.type() + " is not valid.");
          }
        }
        values += orEmpty(resource.values()).size();
        data.add(new DataResources(resource.type(), orEmpty(resource.values())));
      }
      for (String source : orEmpty(selector.excludeManagementEventSources())) {
        if (!EXCLUDABLE.contains(source)) {
          throw new InvalidEventSelectorsException(
              "The management event source " + source + " cannot be excluded.");
        }
      }
      selectors.add(
          new BasicSelector(
              selector.readWriteType() == null ? "All" : selector.readWriteType(),
              !Boolean.FALSE.equals(selector.includeManagementEvents()),
              data,
              orEmpty(selector.excludeManagementEventSources())));
    }
    if (values > MOST_RESOURCES) {
      throw new InvalidEventSelectorsException("A trail has at most 250 data resources.");
    }
    return selectors;
  }

  /** What a request says; an error to the caller if it is no selection. */
  static List<AdvancedSelector> advanced(List<AdvancedEventSelector> given) {
    List<AdvancedSelector> selectors = new ArrayList<>();
    int values = 0;
    for (AdvancedEventSelector selector : given) {
      List<FieldSelector> fields = new ArrayList<>();
      for (AdvancedFieldSelector field : selector.fieldSelectors()) {
        FieldSelector condition =
            new FieldSelector(
                field.field(),
                orEmpty(field.equals_()),
                orEmpty(field.startsWith()),
                orEmpty(field.endsWith()),
                orEmpty(field.notEquals()),
                orEmpty(field.notStartsWith()),
                orEmpty(field.notEndsWith()));
        int count = count(condition);
        if (count == 0) {
          throw new InvalidEventSelectorsException(
              "The field selector for " + field.field() + " has no operator.");
        }
        values += count;
        fields.add(condition);
      }
      check(fields);
      selectors.add(new AdvancedSelector(selector.name(), new Conditions(fields)));
    }
    if (values > MOST_VALUES) {
      throw new InvalidEventSelectorsException(
          "A trail has at most 500 values in its advanced event selectors.");
    }
    return selectors;
  }

  private static void check(List<FieldSelector> fields) {
    String category = null;
    boolean type = false;
    for (FieldSelector field : fields) {
      if (field.field().equals(Selection.CATEGORY) && field.equal().size() == 1) {
        category = field.equal().getFirst();
      }
      type |= field.field().equals("resources.type") && field.equal().size() == 1;
    }
    if (category == null || !Set.of("Management", "Data").contains(category)) {
      throw new InvalidEventSelectorsException(
          "An advanced event selector needs the field eventCategory, equal to Management or Data;"
              + " Nephele has no other categories of events.");
    }
    boolean data = category.equals("Data");
    if (data && !type) {
      throw new InvalidEventSelectorsException(
          "An advanced event selector for data events needs the field resources.type, equal to one"
              + " type of resources.");
    }
    for (FieldSelector field : fields) {
      if (!(data ? DATA_FIELDS : MANAGEMENT_FIELDS).contains(field.field())) {
        throw new InvalidEventSelectorsException(
            "The field " + field.field() + " is not valid for " + category + " events.");
      }
    }
  }

  private static int count(FieldSelector field) {
    return field.equal().size()
        + field.startsWith().size()
        + field.endsWith().size()
        + field.notEqual().size()
        + field.notStartsWith().size()
        + field.notEndsWith().size();
  }

  private static EventSelector view(BasicSelector selector) {
    List<DataResource> data = new ArrayList<>();
    for (DataResources resources : selector.data()) {
      data.add(new DataResource().type(resources.type()).values(resources.values()));
    }
    return new EventSelector()
        .readWriteType(selector.readWrite())
        .includeManagementEvents(selector.management())
        .dataResources(data)
        .excludeManagementEventSources(selector.excluded());
  }

  static AdvancedEventSelector view(AdvancedSelector selector) {
    List<AdvancedFieldSelector> fields = new ArrayList<>();
    for (FieldSelector field : selector.conditions().fields()) {
      fields.add(
          new AdvancedFieldSelector()
              .field(field.field())
              .equals_(orNull(field.equal()))
              .startsWith(orNull(field.startsWith()))
              .endsWith(orNull(field.endsWith()))
              .notEquals(orNull(field.notEqual()))
              .notStartsWith(orNull(field.notStartsWith()))
              .notEndsWith(orNull(field.notEndsWith())));
    }
    return new AdvancedEventSelector().name(selector.name()).fieldSelectors(fields);
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static List<String> orNull(List<String> list) {
    return list.isEmpty() ? null : list;
  }
}
