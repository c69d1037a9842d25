package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.ListTagsOfResourceInput;
import io.nephele.api.dynamodb.ListTagsOfResourceOutput;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.api.dynamodb.Tag;
import io.nephele.api.dynamodb.TagResourceInput;
import io.nephele.api.dynamodb.UntagResourceInput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of tables and the operations on them. */
public final class TableTags {
  private static final int MOST = 50;
  private static final int PAGE = 10;

  private final World world;
  private final TableCatalog catalog;
  private final Table<Tags> rows = Table.of("dynamodb.tags", Tags.class);

  /** Tags by key. */
  record Tags(Map<String, String> byKey) {}

  /** The tags of that catalog's tables. */
  public TableTags(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
  }

  /** The tags of a table, by key. */
  public Map<String, String> of(Reader reader, TableAddress address) {
    Tags tags = rows.get(reader, address.key());
    return tags == null ? Map.of() : tags.byKey;
  }

  /** Gives a table those tags and no others. */
  public void put(Transaction transaction, TableAddress address, Map<String, String> tags) {
    if (tags.isEmpty()) {
      rows.delete(transaction, address.key());
    } else {
      rows.put(transaction, address.key(), new Tags(tags));
    }
  }

  /** Answers TagResource. */
  public Unit tag(TagResourceInput in, Call call) {
    TableAddress address = address(in.resourceArn());
    Map<String, String> given = checked(in.tags());
    world
        .store()
        .write(
            transaction -> {
              requireTable(transaction, address, in.resourceArn());
              Map<String, String> all = new LinkedHashMap<>(of(transaction, address));
              all.putAll(given);
              if (all.size() > MOST) {
                throw tooMany();
              }
              put(transaction, address, all);
              return null;
            });
    return done(call);
  }

  /** Answers UntagResource. */
  public Unit untag(UntagResourceInput in, Call call) {
    TableAddress address = address(in.resourceArn());
    if (in.tagKeys().isEmpty()) {
      throw DynamoErrors.validation("Atleast one Tag Key needs to be provided as Input.");
    }
    world
        .store()
        .write(
            transaction -> {
              requireTable(transaction, address, in.resourceArn());
              Map<String, String> rest = new LinkedHashMap<>(of(transaction, address));
              rest.keySet().removeAll(in.tagKeys());
              put(transaction, address, rest);
              return null;
            });
    return done(call);
  }

  /** Answers ListTagsOfResource. */
  public ListTagsOfResourceOutput list(ListTagsOfResourceInput in, Call call) {
    TableAddress address = address(in.resourceArn());
    Map<String, String> tags =
        world
            .store()
            .read(
                reader -> {
                  requireTable(reader, address, in.resourceArn());
                  return of(reader, address);
                });
    List<Tag> page = new ArrayList<>();
    String next = null;
    boolean begun = in.nextToken() == null;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (begun && page.size() == PAGE) {
        next = page.getLast().key();
        break;
      }
      if (begun) {
        page.add(new Tag().key(tag.getKey()).value(tag.getValue()));
      } else {
        begun = tag.getKey().equals(in.nextToken());
      }
    }
    return new ListTagsOfResourceOutput().tags(page).nextToken(next);
  }

  /** Tags as a request has them, by key; an error to the caller if they cannot be. */
  static Map<String, String> checked(List<Tag> tags) {
    if (tags == null) {
      return Map.of();
    }
    Map<String, String> byKey = new LinkedHashMap<>();
    for (Tag tag : tags) {
      if (tag.key().regionMatches(true, 0, "aws:", 0, "aws:".length())) {
        throw DynamoErrors.validation(
            "One or more parameter values were invalid: Tag keys cannot begin with aws:");
      }
      if (byKey.put(tag.key(), tag.value()) != null) {
        throw DynamoErrors.validation(
            "Duplicate tags provided as Input. Duplicate Tag Key: " + tag.key());
      }
    }
    if (byKey.size() > MOST) {
      throw tooMany();
    }
    return byKey;
  }

  private static AwsException tooMany() {
    return DynamoErrors.validation("Too many tags: The maximum number of tags is " + MOST + ".");
  }

  private static TableAddress address(String arn) {
    TableAddress address = TableAddress.ofArn(arn);
    if (address == null) {
      throw DynamoErrors.validation(
          "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
    }
    return address;
  }

  private void requireTable(Reader reader, TableAddress address, String arn) {
    if (catalog.find(reader, address) == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: ResourcArn: " + arn + " not found");
    }
  }

  private static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
