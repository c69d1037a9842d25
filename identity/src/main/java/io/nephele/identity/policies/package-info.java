/** The policies that are in force for identities, compiled, and where each comes from. */
package io.nephele.identity.policies;
