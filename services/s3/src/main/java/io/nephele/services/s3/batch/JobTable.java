package io.nephele.services.s3.batch;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The jobs of a world, the tasks that they have yet to do, and how those went that they did. */
final class JobTable {
  private final Table<Job> jobs = Table.of("s3control.jobs", Job.class);
  private final Table<Task> tasks = Table.of("s3control.tasks", Task.class);
  private final Table<Task.Outcome> outcomes = Table.of("s3control.outcomes", Task.Outcome.class);
  private final Table<Token> tokens = Table.of("s3control.tokens", Token.class);

  /** The job that was created by a request with a token. */
  record Token(String jobId) {}

  Job get(Reader reader, Key key) {
    return jobs.get(reader, key);
  }

  void put(Transaction transaction, Job job) {
    jobs.put(transaction, job.key(), job);
  }

  /** Changes a job's state, if it is still there; returns the job as it is then, or null. */
  Job change(Transaction transaction, Key key, UnaryOperator<Job.State> change) {
    Job job = jobs.get(transaction, key);
    if (job == null) {
      return null;
    }
    Job changed = job.with(change.apply(job.state()));
    put(transaction, changed);
    return changed;
  }

  List<Job> list(Reader reader, String accountId, String region) {
    List<Job> all = new ArrayList<>();
    for (Table.Row<Job> row : jobs.scan(reader, Key.of(accountId).with(region))) {
      all.add(row.value());
    }
    return all;
  }

  /** Removes all that is known of a job. */
  void delete(Transaction transaction, Key key) {
    jobs.delete(transaction, key);
    tasks.deletePrefix(transaction, key);
    outcomes.deletePrefix(transaction, key);
  }

  String jobOf(Reader reader, Key token) {
    Token found = tokens.get(reader, token);
    return found == null ? null : found.jobId;
  }

  void putToken(Transaction transaction, Key token, String jobId) {
    tokens.put(transaction, token, new Token(jobId));
  }

  void addTasks(Transaction transaction, Key job, long first, List<Task> more) {
    for (int i = 0; i < more.size(); i++) {
      tasks.put(transaction, job.with(first + i), more.get(i));
    }
  }

  void deleteTasks(Transaction transaction, Key job) {
    tasks.deletePrefix(transaction, job);
  }

  /** The next tasks, which begin at that number. */
  List<Task> tasks(Reader reader, Key job, long first, int most) {
    List<Task> found = new ArrayList<>();
    KeyRange range = KeyRange.prefix(job).startingAt(job.with(first));
    Table.Rows<Task> rows = tasks.scan(reader, range, Direction.FORWARD);
    while (found.size() < most && rows.hasNext()) {
      found.add(rows.next().value());
    }
    return found;
  }

  void finishTask(Transaction transaction, Key job, long number, Task.Outcome kept) {
    tasks.delete(transaction, job.with(number));
    if (kept != null) {
      outcomes.put(transaction, job.with(number), kept);
    }
  }

  /** An outcome and the number of its task. */
  record Numbered(long number, Task.Outcome outcome) {}

  /** How tasks went, from that number on. */
  List<Numbered> outcomes(Reader reader, Key job, long first, int most) {
    List<Numbered> found = new ArrayList<>();
    KeyRange range = KeyRange.prefix(job).startingAt(job.with(first));
    Table.Rows<Task.Outcome> rows = outcomes.scan(reader, range, Direction.FORWARD);
    while (found.size() < most && rows.hasNext()) {
      Table.Row<Task.Outcome> row = rows.next();
      found.add(new Numbered(row.key().without(job).reader().nextLong(), row.value()));
    }
    return found;
  }
}
