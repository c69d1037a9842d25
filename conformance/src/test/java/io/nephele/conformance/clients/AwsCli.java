package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The AWS CLI in a folder that is its user's home. Immutable. */
final class AwsCli {
  private final Path folder;
  private final URI endpoint;
  private final ExternalTool tool;

  private AwsCli(Path folder, URI endpoint, ExternalTool tool) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.tool = tool;
  }

  /** An access key as IAM gives it out. */
  record Key(String id, String secret) {}

  /** The CLI of somebody who has the key {@code test}. */
  static AwsCli in(Path folder, URI endpoint) {
    // The CLI keeps the sessions of its profiles in the home folder.
    return new AwsCli(
        folder, endpoint, ExternalTool.in(folder, endpoint).with("HOME", folder.toString()));
  }

  /** Skips the test where the machine lacks it. */
  static void assumePresent() {
    ExternalTool.assumePresent("aws", "--version");
  }

  /** With that access key; twelve digits are the account's root user. */
  AwsCli as(String accessKeyId, String secret) {
    return new AwsCli(
        folder,
        endpoint,
        tool.with("AWS_ACCESS_KEY_ID", accessKeyId).with("AWS_SECRET_ACCESS_KEY", secret));
  }

  /** With that access key. */
  AwsCli as(Key key) {
    return as(key.id(), key.secret());
  }

  /** With a further environment variable. */
  AwsCli with(String name, String value) {
    return new AwsCli(folder, endpoint, tool.with(name, value));
  }

  /** With a configuration file and without a key of its own. */
  AwsCli configured(String configuration) {
    try {
      Path file = Files.writeString(folder.resolve("config"), configuration);
      return new AwsCli(folder, endpoint, tool.withoutKey().with("AWS_CONFIG_FILE", "" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a key of its own. */
  AwsCli withoutKey() {
    return new AwsCli(folder, endpoint, tool.withoutKey());
  }

  /** Runs a command. */
  ExternalTool.Result run(String... arguments) {
    // Said with an option, since CLIs before 2.13 do not know AWS_ENDPOINT_URL.
    List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString()));
    command.addAll(List.of(arguments));
    return tool.run(command);
  }

  /** What a command that has to succeed prints. */
  String ok(String... arguments) {
    return run(arguments).succeeded();
  }

  /** What a command that has to succeed prints of its result, as text. */
  String query(String query, String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--query", query, "--output", "text"));
    return ok(line.toArray(String[]::new));
  }

  /**
   * The error of a command that has to fail: "An error occurred (Code) when ..." to the end of its
   * line. What stands around it differs between versions of the CLI.
   */
  String refused(String... arguments) {
    ExternalTool.Result result = run(arguments);
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    int start = result.output().indexOf("An error occurred (");
    assertThat(start).as(result.output()).isNotNegative();
    return result.output().substring(start).lines().findFirst().orElseThrow();
  }

  /** Makes a user and an access key of its own. */
  Key createUser(String name) {
    ok("iam", "create-user", "--user-name", name);
    String[] key =
        query(
                "AccessKey.[AccessKeyId,SecretAccessKey]",
                "iam",
                "create-access-key",
                "--user-name",
                name)
            .split("\t");
    return new Key(key[0], key[1]);
  }

  /** Gives a user an inline policy with the name {@code own}. */
  void allow(String user, String document) {
    ok(
        "iam",
        "put-user-policy",
        "--user-name",
        user,
        "--policy-name",
        "own",
        "--policy-document",
        document);
  }

  /** Makes a role with an inline policy. */
  void createRole(String name, String trust, String policy) {
    ok("iam", "create-role", "--role-name", name, "--assume-role-policy-document", trust);
    ok(
        "iam",
        "put-role-policy",
        "--role-name",
        name,
        "--policy-name",
        "own",
        "--policy-document",
        policy);
  }

  /** Makes a queue. */
  String createQueue(String name) {
    return query("QueueUrl", "sqs", "create-queue", "--queue-name", name);
  }
}
