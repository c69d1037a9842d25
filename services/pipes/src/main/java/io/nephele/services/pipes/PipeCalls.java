package io.nephele.services.pipes;

import io.nephele.api.pipes.CreatePipeRequest;
import io.nephele.api.pipes.CreatePipeResponse;
import io.nephele.api.pipes.DeletePipeRequest;
import io.nephele.api.pipes.DeletePipeResponse;
import io.nephele.api.pipes.DescribePipeRequest;
import io.nephele.api.pipes.DescribePipeResponse;
import io.nephele.api.pipes.ListPipesRequest;
import io.nephele.api.pipes.ListPipesResponse;
import io.nephele.api.pipes.Pipe;
import io.nephele.api.pipes.PipeLogConfiguration;
import io.nephele.api.pipes.PipeSourceParameters;
import io.nephele.api.pipes.Pipes;
import io.nephele.api.pipes.StartPipeRequest;
import io.nephele.api.pipes.StartPipeResponse;
import io.nephele.api.pipes.StopPipeRequest;
import io.nephele.api.pipes.StopPipeResponse;
import io.nephele.api.pipes.UpdatePipeRequest;
import io.nephele.api.pipes.UpdatePipeResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.model.View;
import io.nephele.wire.cbor.StoredStructs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pipes. */
final class PipeCalls {
  private static final int MOST = 100;

  private final PipesWorld pipes;
  private final Transitions transitions;

  PipeCalls(PipesWorld pipes, Transitions transitions) {
    this.pipes = pipes;
    this.transitions = transitions;
  }

  CreatePipeResponse create(CreatePipeRequest in, Call call) {
    PipeRules.check(in);
    Map<String, String> tags = in.tags() == null ? Map.of() : in.tags();
    PipeTags.check(tags);
    String desired = in.desiredState() == null ? PipeRow.RUNNING : in.desiredState();
    long now = call.time().toEpochMilli();
    CreatePipeRequest settings =
        new CreatePipeRequest(copied(in.struct(), new Struct(in.struct().shape())));
    settings.tags(null);
    PipeRow row =
        new PipeRow(
            call.accountId(),
            call.region().name(),
            in.name(),
            stored(settings),
            desired,
            "CREATING",
            pipes.world().ids().nextLong(1L << 40),
            now,
            now,
            tags);
    checkRole(row);
    pipes.write(
        transaction -> {
          if (pipes.pipes().contains(transaction, row.key())) {
            throw PipesErrors.conflict("Pipe " + row.name() + " already exists.");
          }
          transitions.begin(transaction, row);
          return null;
        });
    return told(row, new CreatePipeResponse());
  }

  UpdatePipeResponse update(UpdatePipeRequest in, Call call) {
    PipeRow before = pipes.read(reader -> pipes.require(reader, call, in.name()));
    CreatePipeRequest settings = merged(before.request(), in);
    PipeRules.check(settings);
    checkRole(before.with(stored(settings)));
    PipeRow row =
        pipes.write(
            transaction -> {
              PipeRow known = settled(transaction, call, in.name());
              String desired = in.desiredState() == null ? known.desired() : in.desiredState();
              PipeRow changed =
                  known
                      .with(stored(merged(known.request(), in)))
                      .toward(desired, "UPDATING", call.time().toEpochMilli());
              transitions.begin(transaction, changed);
              return changed;
            });
    return told(row, new UpdatePipeResponse());
  }

  StartPipeResponse start(StartPipeRequest in, Call call) {
    return told(
        toward(in.name(), PipeRow.STOPPED, PipeRow.RUNNING, "STARTING", call),
        new StartPipeResponse());
  }

  StopPipeResponse stop(StopPipeRequest in, Call call) {
    return told(
        toward(in.name(), PipeRow.RUNNING, PipeRow.STOPPED, "STOPPING", call),
        new StopPipeResponse());
  }

  private PipeRow toward(String name, String from, String desired, String current, Call call) {
    return pipes.write(
        transaction -> {
          PipeRow known = settled(transaction, call, name);
          if (!known.current().equals(from)) {
            throw PipesErrors.conflict("Pipe " + name + " is not " + from + ".");
          }
          PipeRow changed = known.toward(desired, current, call.time().toEpochMilli());
          transitions.begin(transaction, changed);
          return changed;
        });
  }

  DeletePipeResponse delete(DeletePipeRequest in, Call call) {
    PipeRow row =
        pipes.write(
            transaction -> {
              PipeRow known = pipes.require(transaction, call, in.name());
              if (known.desired().equals(PipeRow.DELETED)) {
                return known;
              }
              PipeRow changed =
                  known.toward(PipeRow.DELETED, "DELETING", call.time().toEpochMilli());
              transitions.begin(transaction, changed);
              return changed;
            });
    return told(row, new DeletePipeResponse());
  }

  /** A pipe that is not on its way from one state to another. */
  private PipeRow settled(Transaction transaction, Call call, String name) {
    PipeRow known = pipes.require(transaction, call, name);
    if (known.isChanging()) {
      throw PipesErrors.conflict("Pipe " + name + " is " + known.current() + ".");
    }
    return known;
  }

  DescribePipeResponse describe(DescribePipeRequest in, Call call) {
    PipeRow row = pipes.read(reader -> pipes.require(reader, call, in.name()));
    DescribePipeResponse out = new DescribePipeResponse();
    CreatePipeRequest request = row.request();
    for (Member member : request.struct().shape().members()) {
      Member same = out.struct().shape().member(member.name());
      Object value = request.struct().get(member);
      if (same != null && value != null && !member.name().equals("LogConfiguration")) {
        out.struct().set(same, value);
      }
    }
    if (request.logConfiguration() != null) {
      PipeLogConfiguration logs = new PipeLogConfiguration();
      overlay(request.logConfiguration().struct(), logs.struct());
      out.logConfiguration(logs);
    }
    return told(row, out).tags(row.tags());
  }

  ListPipesResponse list(ListPipesRequest in, Call call) {
    Key region = Key.of(call.accountId()).with(call.region().name());
    KeyRange range =
        in.namePrefix() == null
            ? KeyRange.prefix(region)
            : KeyRange.textPrefix(region, in.namePrefix());
    KeyRange rest =
        in.nextToken() == null ? range : range.startingAfter(region.with(in.nextToken()));
    int most = in.limit() == null ? MOST : in.limit();
    List<Pipe> found = new ArrayList<>();
    String next =
        pipes.read(
            reader -> {
              found.clear();
              for (Table.Row<PipeRow> each : pipes.pipes().scan(reader, rest, Direction.FORWARD)) {
                PipeRow row = each.value();
                CreatePipeRequest pipe = row.request();
                boolean wanted =
                    (in.desiredState() == null || in.desiredState().equals(row.desired()))
                        && (in.currentState() == null || in.currentState().equals(row.current()))
                        && (in.sourcePrefix() == null
                            || pipe.source().startsWith(in.sourcePrefix()))
                        && (in.targetPrefix() == null
                            || pipe.target().startsWith(in.targetPrefix()));
                if (!wanted) {
                  continue;
                }
                if (found.size() == most) {
                  return found.getLast().name();
                }
                found.add(
                    told(row, new Pipe())
                        .source(pipe.source())
                        .target(pipe.target())
                        .enrichment(pipe.enrichment()));
              }
              return null;
            });
    return new ListPipesResponse().pipes(found).nextToken(next);
  }

  private void checkRole(PipeRow row) {
    try {
      pipes.caller(row);
    } catch (AwsException e) {
      throw PipesErrors.validation(
          "The execution role you provide must allow AWS EventBridge Pipes to assume the role.");
    }
  }

  /** Says of a pipe what all answers say. */
  private static <V extends View> V told(PipeRow row, V answer) {
    answer
        .struct()
        .set("Arn", row.arn())
        .set("Name", row.name())
        .set("DesiredState", row.desired())
        .set("CurrentState", row.current())
        .set("CreationTime", Instant.ofEpochMilli(row.createdAt()))
        .set("LastModifiedTime", Instant.ofEpochMilli(row.modifiedAt()));
    return answer;
  }

  private static Bytes stored(CreatePipeRequest settings) {
    return Bytes.of(StoredStructs.write(settings.struct()));
  }

  /** A pipe's settings with what an update says in place of what it was. */
  private static CreatePipeRequest merged(CreatePipeRequest before, UpdatePipeRequest in) {
    CreatePipeRequest after =
        new CreatePipeRequest(
            copied(before.struct(), new Struct(Pipes.shape("CreatePipeRequest"))));
    for (Member member : in.struct().shape().members()) {
      Object value = in.struct().get(member);
      Member same = after.struct().shape().member(member.name());
      if (value != null && same != null && !member.name().equals("SourceParameters")) {
        after.struct().set(same, value);
      }
    }
    if (in.sourceParameters() != null) {
      PipeSourceParameters source = new PipeSourceParameters();
      if (before.sourceParameters() != null) {
        copied(before.sourceParameters().struct(), source.struct());
      }
      overlay(in.sourceParameters().struct(), source.struct());
      after.sourceParameters(source);
    }
    return after;
  }

  /** Puts what is said over what was, member by member of the sources' own parameters. */
  private static void overlay(Struct said, Struct onto) {
    for (Member member : said.shape().members()) {
      Object value = said.get(member);
      Member same = onto.shape().member(member.name());
      if (value == null || same == null) {
        continue;
      }
      if (value instanceof Struct inner && inner.shape() != same.target()) {
        Struct merged = new Struct(same.target());
        if (onto.get(same) instanceof Struct was) {
          copied(was, merged);
        }
        copied(inner, merged);
        onto.set(same, merged);
      } else {
        onto.set(same, value);
      }
    }
  }

  /** Sets the members that both have. */
  private static Struct copied(Struct from, Struct to) {
    for (Member member : from.shape().members()) {
      Member same = to.shape().member(member.name());
      if (same != null && from.get(member) != null) {
        to.set(same, from.get(member));
      }
    }
    return to;
  }
}
