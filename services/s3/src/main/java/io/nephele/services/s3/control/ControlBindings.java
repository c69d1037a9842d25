package io.nephele.services.s3.control;

import io.nephele.api.s3control.S3control;
import io.nephele.core.call.Bindings;
import io.nephele.services.s3.S3World;

/** Binds the operations of S3 Control that settle access. */
public final class ControlBindings {
  private ControlBindings() {}

  /** Binds them in a world. */
  public static void bind(Bindings on, S3World s3) {
    on.protect(new ProtectedControl(s3));
    AccountPublicAccessBlocks blocks = new AccountPublicAccessBlocks(s3);
    on.bind(S3control.PutPublicAccessBlock, blocks::put);
    on.bind(S3control.GetPublicAccessBlock, blocks::get);
    on.bind(S3control.DeletePublicAccessBlock, blocks::delete);
  }
}
