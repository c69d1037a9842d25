package io.nephele.services.s3.select;

import io.nephele.services.s3.select.sql.Columns;
import io.nephele.services.s3.select.sql.Expressions;
import io.nephele.services.s3.select.sql.PathStep;
import io.nephele.services.s3.select.sql.Query;
import java.util.List;

/** What queries of tables have to name. */
final class Tables {
  private Tables() {}

  /** The step of a path that names the column, which may follow the name of the table. */
  static PathStep column(List<PathStep> path, String alias) {
    PathStep first = path.getFirst();
    boolean table =
        path.size() > 1
            && first.name() != null
            && (first.isNamed(alias) || first.name().equalsIgnoreCase("S3Object"));
    return table ? path.get(1) : first;
  }

  /**
   * Checks the columns of a query.
   *
   * @param named whether columns have names, or only numbers
   */
  static void check(Query query, Columns columns, boolean named) {
    int[] number = new int[1];
    Expressions.paths(
        query,
        path -> {
          number[0]++;
          PathStep step = column(path.steps(), query.alias());
          if (columns.find(step) < 0) {
            throw named ? SelectErrors.missingHeaders() : SelectErrors.invalidColumn(number[0]);
          }
        });
  }
}
