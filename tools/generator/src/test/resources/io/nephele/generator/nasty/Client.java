import io.nephele.api.nasty.Error;
import io.nephele.api.nasty.Heard;
import io.nephele.api.nasty.Kind;
import io.nephele.api.nasty.Lower;
import io.nephele.api.nasty.NaSty;
import io.nephele.api.nasty.NaStyApi;
import io.nephele.api.nasty.OVERRIDE_;
import io.nephele.api.nasty.Override;
import io.nephele.api.nasty.Record;
import io.nephele.api.nasty.Views;
import io.nephele.model.ApiOperation;
import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Document;
import io.nephele.model.EventStream;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a user of the generated API of nasty.json writes. It tells what it saw, and the test says
 * whether that is right.
 */
public final class Client implements Consumer<BiConsumer<String, java.lang.Object>> {
  @java.lang.Override
  public void accept(BiConsumer<String, java.lang.Object> saw) {
    io.nephele.api.nasty.Object empty = new io.nephele.api.nasty.Object();
    saw.accept("absent", empty.foo());
    saw.accept("absent list", empty.arns());
    saw.accept("absent structure", empty.struct_());

    io.nephele.api.nasty.Object object =
        new io.nephele.api.nasty.Object()
                .class_("c")
                .getClass_("g")
                .foo(1)
                .foo_(2L)
                .foo__(true)
                .md5OfBody("m")
                .vpcId("v")
                .arns(List.of("a"))
                .value(1.5)
                .java(2.5f)
                .kind(Kind.VISIBILITY_TIMEOUT)
                .data(Bytes.utf8("bytes"))
                .stream(Body.EMPTY)
                .at(Instant.EPOCH)
                .any(new Document(List.of(1)))
                .big(new java.math.BigDecimal("1.5"))
                .whole(java.math.BigInteger.TEN)
                .tiny(7)
                .struct_(new io.nephele.api.nasty.Object().foo(9));
    saw.accept("text", object.toString());
    saw.accept(
        "getters",
        List.of(
            object.class_(),
            object.getClass_(),
            object.foo(),
            object.foo_(),
            object.foo__(),
            object.java(),
            object.tiny()));
    saw.accept("structure", object.struct_().foo());
    object.struct_((io.nephele.api.nasty.Object) null);
    saw.accept("structure set to null", object.struct_());

    io.nephele.api.nasty.String string =
        NaStyApi.Object.output(new Struct(NaStyApi.shape("String")))
            .objects(List.of(object, empty))
            .byName(Map.of("o", object))
            .nested(List.of(List.of(object.struct())))
            .nestedMap(Map.of(Kind._1ST, Map.of("o", object.struct())))
            .list(List.of(empty))
            .map(Map.of())
            .structs(List.of(empty))
            .get(3)
            .set(4);
    List<io.nephele.api.nasty.Object> objects = string.objects();
    saw.accept("list of structures", objects.get(0).md5OfBody() + objects.size());
    saw.accept("map of structures", string.byName().get("o").vpcId());
    List<List<Struct>> nested = string.nested();
    saw.accept("nested list", nested.get(0).get(0) == object.struct());
    saw.accept("nested map", string.nestedMap().get("1st").get("o") == object.struct());
    saw.accept(
        "names of helpers",
        List.of(
            string.list().size(),
            string.map().size(),
            string.structs().size(),
            string.get(),
            string.set()));
    saw.accept("view equality", string.equals(new io.nephele.api.nasty.String(string.struct())));

    Override union = new Override().unit(new Unit(new Struct(NaStyApi.shape("@Unit"))));
    saw.accept("union", union.struct().unionMember().name());
    saw.accept(
        "case clash",
        new Views().case_(new OVERRIDE_().text("t")).lower(new Lower()).case_().text());
    EventStream events = new Heard().events();
    saw.accept("event stream", events);

    ApiOperation<NaSty, Views> operation = NaStyApi.ToString;
    saw.accept("operation", operation.toString());
    ApiOperation<Unit, Unit> unit = NaStyApi.Object_;
    saw.accept("operation of units", unit.name() + unit.model().hasUnitInput());
    saw.accept("views of an operation", NaStyApi.Object.input(object.struct()).md5OfBody());

    try {
      throw new Error("no")
          .code_("c")
          .cause(List.of(object))
          .getMessage_("m")
          .reasons(Map.of("r", object))
          .subject(object);
    } catch (Error error) {
      AwsException exception = error;
      saw.accept(
          "error",
          List.of(
              exception.code(),
              exception.status(),
              exception.clientFault(),
              exception.getMessage(),
              exception.detail().get("Message")));
      saw.accept(
          "error's members",
          List.of(
              error.code_(),
              error.cause().get(0).vpcId(),
              error.getMessage_(),
              error.reasons().get("r").vpcId(),
              error.subject().vpcId()));
      Struct inside = string.error(error.detail()).error();
      saw.accept("error in a structure", inside == error.detail());
    }
    saw.accept(
        "error without a message",
        java.util.Objects.toString(new Record().getMessage()) + new Record().status());

    switch ("t2.micro") {
      case Kind.T2_MICRO ->
          saw.accept(
              "constants",
              List.of(
                  Kind.EMPTY,
                  Kind.ASTERISK,
                  Kind.GREATER_THAN_SIGN_EQUALS_SIGN,
                  Kind.A_B,
                  Kind.A_B_,
                  Kind.A_B__,
                  Kind.SAY,
                  Kind.IPV4,
                  Kind.SHA256,
                  Kind.AWS_S3_BUCKET,
                  Kind.KMS_ARNS));
      default -> throw new AssertionError();
    }
  }
}
