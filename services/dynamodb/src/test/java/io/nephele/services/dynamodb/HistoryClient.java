package io.nephele.services.dynamodb;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.api.dynamodb.BatchWriteItemInput;
import io.nephele.api.dynamodb.ConditionCheck;
import io.nephele.api.dynamodb.Dynamodb;
import io.nephele.api.dynamodb.Get;
import io.nephele.api.dynamodb.GetItemInput;
import io.nephele.api.dynamodb.ItemResponse;
import io.nephele.api.dynamodb.PutItemInput;
import io.nephele.api.dynamodb.PutRequest;
import io.nephele.api.dynamodb.QueryInput;
import io.nephele.api.dynamodb.TransactGetItem;
import io.nephele.api.dynamodb.TransactGetItemsInput;
import io.nephele.api.dynamodb.TransactWriteItem;
import io.nephele.api.dynamodb.TransactWriteItemsInput;
import io.nephele.api.dynamodb.TransactionCanceledException;
import io.nephele.api.dynamodb.Update;
import io.nephele.api.dynamodb.UpdateItemInput;
import io.nephele.api.dynamodb.WriteRequest;
import io.nephele.core.World;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.history.Item;
import io.nephele.core.store.history.Operation;
import io.nephele.core.store.history.RecordedTransaction;
import io.nephele.core.store.history.RecordedTransaction.Outcome;
import io.nephele.model.ApiOperation;
import io.nephele.model.Struct;
import io.nephele.model.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A client that does what it likes to a few items of a table and records what it saw: lists to
 * which it appends, one item or several at a time, and registers which it overwrites.
 */
final class HistoryClient {
  static final String TABLE = "history";
  static final String INDEX = "all";
  private static final int LISTS = 3;
  private static final int REGISTERS = 3;
  private static final Region REGION = Regions.find("us-east-1");

  private final HistoryRecorder recorder;
  private final World world;
  private final int number;
  private final SplittableRandom random;

  HistoryClient(HistoryRecorder recorder, World world, int number, long seed) {
    this.recorder = recorder;
    this.world = world;
    this.number = number;
    this.random = new SplittableRandom(seed);
  }

  static <I extends View, O extends View> O call(
      World world, ApiOperation<I, O> operation, I request) {
    Principal root = Principal.root(REGION.partition(), "000000000000");
    return world.call(operation, request, root, REGION);
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(8)) {
        case 0 -> append();
        case 1 -> read(random.nextBoolean() ? list() : register());
        case 2 -> readTogether(List.of(list(0), list(1), register()));
        case 3, 4 -> writeTogether();
        case 5 -> overwrite();
        case 6 -> overwriteTogether();
        default -> query(random.nextBoolean());
      }
    }
  }

  private static Item list(int which) {
    return new Item(Item.Kind.LIST, 0, which + 1);
  }

  private Item list() {
    return list(random.nextInt(LISTS));
  }

  private Item register() {
    return new Item(Item.Kind.REGISTER, 0, random.nextInt(REGISTERS));
  }

  private static Map<String, AttributeValue> key(Item item) {
    Map<String, AttributeValue> key = new HashMap<>();
    key.put("pk", new AttributeValue().s(item.kind() == Item.Kind.LIST ? "list" : "register"));
    key.put("sk", number(item.number()));
    return key;
  }

  private static AttributeValue number(long value) {
    return new AttributeValue().n(Long.toString(value));
  }

  /** The value of an item as histories have it. */
  private static List<Long> value(Item item, Map<String, AttributeValue> found) {
    List<Long> value = new ArrayList<>();
    if (found == null || found.isEmpty()) {
      return value;
    }
    if (item.kind() == Item.Kind.REGISTER) {
      value.add(Long.valueOf(found.get("v").n()));
      return value;
    }
    value.add(0L); // lists are never deleted: there is one epoch
    for (AttributeValue element : found.get("l").l()) {
      value.add(Long.valueOf(element.n()));
    }
    return value;
  }

  private static AttributeValue attribute(List<Long> value) {
    List<AttributeValue> elements = new ArrayList<>();
    for (long element : value.subList(Math.min(1, value.size()), value.size())) {
      elements.add(number(element));
    }
    return new AttributeValue().l(elements);
  }

  private static List<Long> with(List<Long> value, long element) {
    List<Long> longer = new ArrayList<>(value.isEmpty() ? List.of(0L) : value);
    longer.add(element);
    return longer;
  }

  private void record(HistoryRecorder.Begun begun, Outcome outcome, List<Operation> operations) {
    recorder.add(
        new RecordedTransaction(
            begun.id(), number, begun.at(), recorder.tick(), outcome, operations));
  }

  private void append() {
    Item item = list();
    HistoryRecorder.Begun begun = recorder.begin();
    Map<String, AttributeValue> after =
        call(
                world,
                Dynamodb.UpdateItem,
                new UpdateItemInput()
                    .tableName(TABLE)
                    .key(key(item))
                    .updateExpression("SET g = :g, l = list_append(if_not_exists(l, :none), :e)")
                    .expressionAttributeValues(
                        Map.of(
                            ":g", new AttributeValue().s("g"),
                            ":none", new AttributeValue().l(List.of()),
                            ":e", attribute(List.of(0L, recorder.element()))))
                    .returnValues("ALL_NEW"))
            .attributes();
    record(begun, Outcome.COMMITTED, List.of(new Operation.Write(item, value(item, after))));
  }

  private void read(Item item) {
    HistoryRecorder.Begun begun = recorder.begin();
    Map<String, AttributeValue> found =
        call(
                world,
                Dynamodb.GetItem,
                new GetItemInput().tableName(TABLE).key(key(item)).consistentRead(true))
            .item();
    record(begun, Outcome.COMMITTED, List.of(new Operation.Read(item, value(item, found), false)));
  }

  private List<List<Long>> readTogether(List<Item> items) {
    HistoryRecorder.Begun begun = recorder.begin();
    List<Struct> gets = new ArrayList<>();
    for (Item item : items) {
      gets.add(new TransactGetItem().get(new Get().tableName(TABLE).key(key(item))).struct());
    }
    TransactGetItemsInput in = new TransactGetItemsInput();
    in.struct().set("TransactItems", gets);
    List<ItemResponse> answers = call(world, Dynamodb.TransactGetItems, in).responses();
    List<Operation> operations = new ArrayList<>();
    List<List<Long>> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      values.add(value(items.get(i), answers.get(i).item()));
      operations.add(new Operation.Read(items.get(i), values.get(i), false));
    }
    record(begun, Outcome.COMMITTED, operations);
    return values;
  }

  /** Appends to two lists if these and a third are as they were just read. */
  private void writeTogether() {
    int first = random.nextInt(LISTS);
    List<Item> items = List.of(list(first), list((first + 1) % LISTS), list((first + 2) % LISTS));
    List<List<Long>> values = readTogether(items);
    Thread.onSpinWait(); // so that others may come between
    HistoryRecorder.Begun begun = recorder.begin();
    List<Operation> operations = new ArrayList<>();
    List<TransactWriteItem> parts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      List<Long> value = values.get(i);
      String condition = value.isEmpty() ? "attribute_not_exists(l)" : "l = :old";
      Map<String, AttributeValue> given = new HashMap<>();
      if (!value.isEmpty()) {
        given.put(":old", attribute(value));
      }
      operations.add(new Operation.Read(items.get(i), value, false));
      if (i == 2) {
        parts.add(
            new TransactWriteItem()
                .conditionCheck(
                    new ConditionCheck()
                        .tableName(TABLE)
                        .key(key(items.get(i)))
                        .conditionExpression(condition)
                        .expressionAttributeValues(given.isEmpty() ? null : given)));
        continue;
      }
      List<Long> longer = with(value, recorder.element());
      operations.add(new Operation.Write(items.get(i), longer));
      given.put(":new", attribute(longer));
      given.put(":g", new AttributeValue().s("g"));
      parts.add(
          new TransactWriteItem()
              .update(
                  new Update()
                      .tableName(TABLE)
                      .key(key(items.get(i)))
                      .updateExpression("SET g = :g, l = :new")
                      .conditionExpression(condition)
                      .expressionAttributeValues(given)));
    }
    Outcome outcome = Outcome.COMMITTED;
    try {
      call(world, Dynamodb.TransactWriteItems, new TransactWriteItemsInput().transactItems(parts));
    } catch (TransactionCanceledException e) {
      outcome = Outcome.ABORTED;
    }
    record(begun, outcome, operations);
  }

  /** Overwrites a register, and is told what was there. */
  private void overwrite() {
    Item item = register();
    HistoryRecorder.Begun begun = recorder.begin();
    long element = recorder.element();
    Map<String, AttributeValue> before =
        call(
                world,
                Dynamodb.PutItem,
                new PutItemInput()
                    .tableName(TABLE)
                    .item(holding(item, element))
                    .returnValues("ALL_OLD"))
            .attributes();
    record(
        begun,
        Outcome.COMMITTED,
        List.of(
            new Operation.Read(item, value(item, before), false),
            new Operation.Write(item, List.of(element))));
  }

  private static Map<String, AttributeValue> holding(Item item, long element) {
    Map<String, AttributeValue> attributes = key(item);
    attributes.put("v", number(element));
    return attributes;
  }

  /** Overwrites two registers without looking. */
  private void overwriteTogether() {
    HistoryRecorder.Begun begun = recorder.begin();
    int first = random.nextInt(REGISTERS);
    List<Operation> operations = new ArrayList<>();
    List<Struct> puts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Item item = new Item(Item.Kind.REGISTER, 0, (first + i) % REGISTERS);
      long element = recorder.element();
      puts.add(
          new WriteRequest().putRequest(new PutRequest().item(holding(item, element))).struct());
      operations.add(new Operation.Write(item, List.of(element)));
    }
    BatchWriteItemInput in = new BatchWriteItemInput();
    in.struct().set("RequestItems", Map.of(TABLE, puts));
    call(world, Dynamodb.BatchWriteItem, in);
    record(begun, Outcome.COMMITTED, operations);
  }

  /** Reads all lists, by their partition or by the global index. */
  private void query(boolean indexed) {
    HistoryRecorder.Begun begun = recorder.begin();
    QueryInput in =
        new QueryInput()
            .tableName(TABLE)
            .indexName(indexed ? INDEX : null)
            .consistentRead(indexed ? null : Boolean.TRUE)
            .keyConditionExpression(indexed ? "g = :p" : "pk = :p")
            .expressionAttributeValues(
                Map.of(":p", new AttributeValue().s(indexed ? "g" : "list")));
    Map<Integer, Map<String, AttributeValue>> found = new HashMap<>();
    for (Map<String, Struct> structs : call(world, Dynamodb.Query, in).items()) {
      Map<String, AttributeValue> item = new HashMap<>();
      structs.forEach((name, value) -> item.put(name, new AttributeValue(value)));
      found.put(Integer.valueOf(item.get("sk").n()), item);
    }
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < LISTS; i++) {
      Item item = list(i);
      operations.add(new Operation.Read(item, value(item, found.get(item.number())), true));
    }
    record(begun, Outcome.COMMITTED, operations);
  }
}
