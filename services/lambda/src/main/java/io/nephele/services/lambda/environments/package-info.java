/**
 * Execution environments: where functions run. An environment is a sandbox of the machine with a
 * runtime, the function's code, its layers and its extensions; it serves one invocation at a time.
 * What calls them knows nothing of processes.
 */
package io.nephele.services.lambda.environments;
