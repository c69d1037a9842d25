package io.nephele.services.s3.batch;

/**
 * What a job does something to.
 *
 * @param versionId null for the current object
 */
record Task(String bucket, String key, String versionId) {
  /**
   * How it went.
   *
   * @param errorCode null if it went well
   * @param status of HTTP
   * @param message for the report
   */
  record Outcome(Task task, String errorCode, int status, String message) {
    boolean failed() {
      return errorCode != null;
    }
  }
}
