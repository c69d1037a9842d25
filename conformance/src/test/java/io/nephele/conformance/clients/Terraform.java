package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Terraform in a folder with a configuration of one variable. */
final class Terraform {
  private final ExternalTool tool;

  private Terraform(ExternalTool tool) {
    this.tool = tool;
  }

  /**
   * Terraform, initialised with files of this package's resources; the test is skipped where it or
   * its AWS provider is absent.
   */
  static Terraform in(Path folder, URI endpoint, String resourceFolder, String... files) {
    ExternalTool.assumePresent("terraform", "-version");
    ExternalTool tool =
        ExternalTool.in(folder, endpoint)
            .files(resourceFolder, files)
            .with("TF_CLI_CONFIG_FILE", providers(folder).toString());
    ExternalTool.Result init = tool.run("terraform", "init", "-no-color", "-input=false");
    assumeTrue(init.exitCode() == 0, "skipped: no AWS provider for Terraform: " + init.output());
    return new Terraform(tool);
  }

  /** The same with an access key in the variables {@code access_key} and {@code secret_key}. */
  Terraform withKey(String accessKeyId, String secret) {
    return new Terraform(
        tool.with("TF_VAR_access_key", accessKeyId).with("TF_VAR_secret_key", secret));
  }

  /**
   * A CLI configuration that takes providers from a folder of the machine where there is one, so
   * that no registry is needed.
   */
  private static Path providers(Path folder) {
    StringBuilder mirrors = new StringBuilder();
    for (String candidate :
        List.of(
            "/opt/tf-plugins",
            "/usr/share/terraform/plugins",
            System.getProperty("user.home") + "/.terraform.d/plugins")) {
      if (Files.isDirectory(Path.of(candidate))) {
        mirrors.append("  filesystem_mirror { path = \"").append(candidate).append("\" }\n");
      }
    }
    try {
      return Files.writeString(
          folder.resolve("terraform.rc"),
          mirrors.isEmpty() ? "" : "provider_installation {\n" + mirrors + "}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes what is there as the configuration wants it; what was printed. */
  String apply(String variable) {
    return run("apply", variable, "-auto-approve").succeeded();
  }

  /** Makes sure that what is there is what was applied. */
  void planIsEmpty(String variable) {
    ExternalTool.Result plan = run("plan", variable, "-detailed-exitcode");
    assertThat(plan.exitCode()).as(plan.output()).isZero();
    assertThat(plan.output()).contains("No changes");
  }

  /** Removes everything. */
  void destroy(String variable) {
    run("destroy", variable, "-auto-approve").succeeded();
  }

  private ExternalTool.Result run(String command, String variable, String option) {
    List<String> line = new ArrayList<>(List.of("terraform", command, "-no-color", "-input=false"));
    line.addAll(List.of(option, "-var", variable));
    return tool.run(line);
  }
}
