package io.nephele.services.dynamodb.partiql;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.capacity.Consumed;
import io.nephele.services.dynamodb.capacity.ReadUnits;
import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.expressions.ItemTest;
import io.nephele.services.dynamodb.expressions.KeyCondition;
import io.nephele.services.dynamodb.items.NestedKeys;
import io.nephele.services.dynamodb.query.KeyRanges;
import io.nephele.services.dynamodb.query.Page;
import io.nephele.services.dynamodb.query.PageReader;
import io.nephele.services.dynamodb.query.Positions;
import io.nephele.services.dynamodb.query.Selection;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.KeyAttribute;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a SELECT wants of a table or index: the partitions that its conditions name, one after
 * the other, else all of it. For one thread.
 */
final class Selecting {
  private static final int PAGE_BYTES = 1024 * 1024;

  private final TableDefinition table;
  private final Statement.Select select;
  private final Where where;
  private final IndexDefinition index;
  private final KeyAttribute hash;
  private final KeyAttribute range;
  private final KeySearch search;
  private final List<Value> partitions;
  private final boolean forward;

  /**
   * What was read.
   *
   * @param last the key of the last item that was read, or null if there is none after it
   * @param next where to go on; null if there is nothing more
   */
  record Found(List<Map<String, Value>> items, Map<String, Value> last, NextToken next) {}

  /**
   * A reading of that table.
   *
   * @throws AwsException in AWS's words if the table does not allow it
   */
  Selecting(TableDefinition table, Prepared prepared, boolean consistent) {
    this.table = table;
    this.select = (Statement.Select) prepared.statement();
    this.where = prepared.where();
    this.index = index(consistent);
    this.hash = index == null ? table.hash() : index.hash().getFirst();
    this.range =
        index == null ? table.range() : index.range().isEmpty() ? null : index.range().getFirst();
    checkPaths();
    this.search = new KeySearch(where, hash.name(), range == null ? null : range.name());
    this.forward = order();
    this.partitions = partitions();
  }

  /** The index that is read, or null. */
  IndexDefinition index() {
    return index;
  }

  private IndexDefinition index(boolean consistent) {
    if (select.index() == null) {
      return null;
    }
    IndexDefinition found = table.index(select.index());
    if (found == null) {
      throw Validation.error("The table does not have the specified index");
    }
    requireSingleKeys(found);
    if (found.isGlobal() && consistent) {
      throw Validation.error(
          "Strongly consistent read is not supported on Global Secondary Indexes");
    }
    if (found.row().backfilling()) {
      throw Validation.error(
          "Cannot read from backfilling global secondary index: " + found.name());
    }
    return found;
  }

  /** Refuses indexes whose keys are of more than one attribute. */
  static void requireSingleKeys(IndexDefinition index) {
    if (index.hash().size() > 1 || index.range().size() > 1) {
      throw Validation.error(
          "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or"
              + " multi-attribute RANGE keys.");
    }
  }

  private void checkPaths() {
    Set<String> nested = new HashSet<>(where.nestedAttributes());
    List<String> selected = new ArrayList<>();
    if (select.paths() != null) {
      for (DocumentPath path : select.paths()) {
        selected.add(path.attribute());
        if (path.isNested()) {
          nested.add(path.attribute());
        }
      }
    }
    NestedKeys.check(table, nested);
    if (index == null || index.projected() == null) {
      return;
    }
    selected.removeAll(index.projected());
    if (index.isGlobal() && !selected.isEmpty()) {
      throw Validation.parameters(
          "Global secondary index " + index.name() + " does not project " + selected);
    }
    List<String> filtered = new ArrayList<>(where.attributes());
    filtered.removeAll(index.projected());
    if (!filtered.isEmpty()) {
      throw Validation.parameters(
          "Secondary index "
              + index.name()
              + " does not project one or more filter attributes: "
              + filtered);
    }
  }

  /** Whether items come in ascending order of the sort key. */
  private boolean order() {
    if (select.order().isEmpty()) {
      return true;
    }
    if (select.where() == null) {
      throw Validation.error("Must have WHERE clause in the statement when using ORDER BY clause.");
    }
    if (search.partitions() == null) {
      throw Validation.error(
          "Must have at least one non-optional hash key condition in WHERE clause when using ORDER"
              + " BY clause.");
    }
    boolean ascending = true;
    for (Statement.Order order : select.order()) {
      boolean ofRange = range != null && order.attribute().equals(range.name());
      if (!ofRange && !order.attribute().equals(hash.name())) {
        throw Validation.error(
            "Variable reference "
                + order.attribute()
                + " in ORDER BY clause must be part of the primary key");
      }
      ascending = ofRange ? order.ascending() : ascending;
    }
    if (search.partitions().size() > 1 && hashOrder() == null) {
      throw Validation.error(
          "Must have hash key in ORDER BY clause when more than one hash key condition specified in"
              + " WHERE clause.");
    }
    return ascending;
  }

  private Statement.Order hashOrder() {
    for (Statement.Order order : select.order()) {
      if (order.attribute().equals(hash.name())) {
        return order;
      }
    }
    return null;
  }

  private List<Value> partitions() {
    Statement.Order order = hashOrder();
    if (search.partitions() == null || order == null) {
      return search.partitions();
    }
    List<Value> sorted = new ArrayList<>(search.partitions());
    for (Value value : sorted) {
      if (!value.type().equals(hash.type())) {
        return sorted; // will be refused
      }
    }
    Comparator<Value> byValue = KeyValues::compare;
    Collections.sort(sorted, order.ascending() ? byValue : byValue.reversed());
    return sorted;
  }

  /**
   * Reads a page.
   *
   * @param from where to begin, or null
   * @param limit how many items are looked at, at the most
   * @param consumed counts what it takes
   */
  Found read(Reader reader, NextToken from, int limit, boolean consistent, Consumed consumed) {
    int count = partitions == null ? 1 : partitions.size();
    int partition = from == null ? 0 : Math.clamp(from.partition(), 0, count);
    Map<String, Value> after = from == null || from.after().isEmpty() ? null : from.after();
    List<KeyRange> ranges = ranges();
    List<Map<String, Value>> items = new ArrayList<>();
    int left = limit;
    long bytes = 0;
    Map<String, Value> last = null;
    while (partition < count && left > 0 && bytes < PAGE_BYTES) {
      KeyRange rows = ranges.get(partition);
      if (after != null) {
        rows = Positions.after(rows, Positions.rowKey(table, index, after), forward);
        after = null;
      }
      Page page = PageReader.read(reader, selection(rows, left));
      count(page, consistent, consumed);
      items.addAll(page.items());
      left -= page.scanned();
      bytes += page.bytes();
      last = page.last();
      if (last != null) {
        return new Found(items, last, new NextToken(partition, last));
      }
      partition++;
    }
    return new Found(items, null, partition < count ? new NextToken(partition, Map.of()) : null);
  }

  private List<KeyRange> ranges() {
    Key place = index == null ? table.items() : index.entries();
    if (partitions == null) {
      return List.of(KeyRange.prefix(place));
    }
    List<KeyCondition.Part> hashParts = List.of(part(hash));
    List<KeyCondition.Part> rangeParts = range == null ? List.of() : List.of(part(range));
    List<KeyRange> ranges = new ArrayList<>(partitions.size());
    for (Value value : partitions) {
      KeyCondition.Bound bound = search.keys(value).bind(hashParts, rangeParts);
      Key prefix = KeyRanges.prefix(place, bound);
      ranges.add(KeyRanges.of(prefix, bound.rangeClause()));
    }
    return ranges;
  }

  private static KeyCondition.Part part(KeyAttribute attribute) {
    return new KeyCondition.Part(attribute.name(), Value.Kind.of(attribute.type()));
  }

  private Selection selection(KeyRange rows, int limit) {
    ItemTest filter = search.findsAll() ? null : new ItemTest.All(where.tests());
    SelectedPaths paths = select.paths() == null ? null : new SelectedPaths(select.paths());
    return new Selection(
        table,
        index,
        rows,
        forward,
        limit,
        fetches(),
        filter == null ? null : filter::holds,
        paths == null ? null : paths::of,
        false);
  }

  /** Whether attributes are wanted that a local index does not hold. */
  private boolean fetches() {
    if (index == null || index.isGlobal() || index.projected() == null || select.paths() == null) {
      return false;
    }
    for (DocumentPath path : select.paths()) {
      if (!index.projected().contains(path.attribute())) {
        return true;
      }
    }
    return false;
  }

  private void count(Page page, boolean consistent, Consumed consumed) {
    double units = ReadUnits.of(page.bytes(), consistent);
    if (index == null) {
      consumed.read(units);
    } else {
      consumed.read(index, units);
      consumed.read(consistent ? page.fetchedUnits() : page.fetchedUnits() / 2);
    }
  }
}
