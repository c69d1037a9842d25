package io.nephele.services.s3.select.sql;

import io.nephele.services.s3.select.sql.Expression.Type;
import io.nephele.services.s3.select.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what looks like a call of a function, of which some have words of their own inside. */
final class FunctionParser {
  private final Tokens tokens;
  private final ExpressionParser expressions;

  FunctionParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression call(Token name) {
    if (name.isWord("cast")) {
      return cast();
    }
    Function function = Function.of(name.text());
    if (function == null) {
      throw SqlErrors.function(name);
    }
    tokens.next();
    tokens.expectSign("(");
    List<Expression> arguments =
        switch (function) {
          case SUBSTRING -> substring();
          case TRIM -> trim();
          case EXTRACT -> extract();
          case DATE_ADD, DATE_DIFF -> withPart();
          default -> arguments(new ArrayList<>());
        };
    tokens.expectSign(")");
    if (!function.takes(arguments.size())) {
      throw SqlErrors.arguments(function.name());
    }
    return new Expression.Call(function, arguments);
  }

  private List<Expression> arguments(List<Expression> arguments) {
    if (tokens.peek().isSign(")")) {
      return arguments;
    }
    do {
      arguments.add(expressions.expression());
    } while (tokens.skipSign(","));
    return arguments;
  }

  private Expression cast() {
    tokens.next();
    tokens.expectSign("(");
    Expression value = expressions.expression();
    tokens.expectWord("as");
    Token name = tokens.next();
    Type type =
        switch (name.text().toLowerCase(Locale.ROOT)) {
          case "bool", "boolean" -> Type.BOOLEAN;
          case "int", "integer", "smallint", "bigint" -> Type.INTEGER;
          case "string", "varchar", "char", "character" -> Type.STRING;
          case "float", "real", "double" -> Type.FLOAT;
          case "decimal", "numeric" -> Type.DECIMAL;
          case "timestamp" -> Type.TIMESTAMP;
          default ->
              throw SqlErrors.at(
                  "ParseExpectedTypeName", "Expected type name, found " + name, name);
        };
    if (tokens.skipSign("(")) {
      sizes(name, type);
    }
    tokens.expectSign(")");
    return new Expression.Cast(value, type);
  }

  /** How long or exact a type is to be, which S3 Select reads and does not use. */
  private void sizes(Token name, Type type) {
    if (type != Type.DECIMAL && type != Type.STRING) {
      throw SqlErrors.at("ParseInvalidTypeParam", "Invalid parameter value of type " + name, name);
    }
    do {
      if (tokens.next().kind() != Kind.NUMBER) {
        throw SqlErrors.at(
            "ParseInvalidTypeParam", "Invalid parameter value of type " + name, name);
      }
    } while (tokens.skipSign(","));
    tokens.expectSign(")");
  }

  /** {@code SUBSTRING(text, from, length)} or {@code SUBSTRING(text FROM from FOR length)}. */
  private List<Expression> substring() {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(expressions.expression());
    if (tokens.skipWord("from")) {
      arguments.add(expressions.expression());
      if (tokens.skipWord("for")) {
        arguments.add(expressions.expression());
      }
      return arguments;
    }
    return tokens.skipSign(",") ? arguments(arguments) : arguments;
  }

  /** {@code TRIM([[LEADING | TRAILING | BOTH] [characters] FROM] text)}. */
  private List<Expression> trim() {
    String side = "BOTH";
    boolean said = false;
    for (String each : List.of("LEADING", "TRAILING", "BOTH")) {
      if (!said && tokens.peek().isWord(each) && !tokens.peek(1).isSign(")")) {
        tokens.next();
        side = each;
        said = true;
      }
    }
    Expression characters = new Expression.Literal(" ");
    Expression text;
    if (said && tokens.skipWord("from")) {
      text = expressions.expression();
    } else {
      text = expressions.expression();
      if (tokens.skipWord("from")) {
        characters = text;
        text = expressions.expression();
      } else if (said) {
        throw SqlErrors.unexpected(tokens.peek());
      }
    }
    return List.of(text, new Expression.Literal(side), characters);
  }

  /** {@code EXTRACT(part FROM timestamp)}. */
  private List<Expression> extract() {
    Expression part = part();
    tokens.expectWord("from");
    return List.of(part, expressions.expression());
  }

  private List<Expression> withPart() {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(part());
    tokens.expectSign(",");
    return arguments(arguments);
  }

  private Expression part() {
    Token name = tokens.next();
    DatePart part = DatePart.of(name.text());
    if (part == null) {
      throw SqlErrors.at("ParseExpectedDatePart", "Expected date part, found " + name, name);
    }
    return new Expression.Literal(part);
  }

  /** {@code CASE [value] WHEN ... THEN ... [ELSE ...] END}. */
  Expression cases() {
    tokens.expectWord("case");
    Expression value = tokens.peek().isWord("when") ? null : expressions.expression();
    List<Expression.When> cases = new ArrayList<>();
    while (tokens.skipWord("when")) {
      Expression condition = expressions.expression();
      tokens.expectWord("then");
      cases.add(
          new Expression.When(
              value == null ? condition : new Expression.Comparison("=", value, condition),
              expressions.expression()));
    }
    if (cases.isEmpty()) {
      throw SqlErrors.at("ParseExpectedWhenClause", "Expected WHEN clause", tokens.peek());
    }
    Expression otherwise =
        tokens.skipWord("else") ? expressions.expression() : new Expression.Literal(null);
    tokens.expectWord("end");
    return new Expression.Case(cases, otherwise);
  }
}
