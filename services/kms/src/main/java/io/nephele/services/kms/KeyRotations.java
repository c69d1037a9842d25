package io.nephele.services.kms;

import io.nephele.api.kms.ExpirationModelType;
import io.nephele.api.kms.ImportState;
import io.nephele.api.kms.IncludeKeyMaterial;
import io.nephele.api.kms.KeyMaterialState;
import io.nephele.api.kms.ListKeyRotationsRequest;
import io.nephele.api.kms.ListKeyRotationsResponse;
import io.nephele.api.kms.RotationsListEntry;
import io.nephele.core.call.Call;
import io.nephele.core.store.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** ListKeyRotations: the materials that a key has had. */
final class KeyRotations {
  private static final int LISTED = 100;
  private static final int MAX_LISTED = 1000;

  private final KmsWorld kms;

  KeyRotations(KmsWorld kms) {
    this.kms = kms;
  }

  ListKeyRotationsResponse list(ListKeyRotationsRequest in, Call call) {
    int limit = Markers.limit(in.limit(), LISTED, MAX_LISTED);
    String after = Markers.read(in.marker());
    KmsKey key = kms.findOwn(in.keyId(), call);
    Rotations.requireSymmetric(key, call);
    boolean all = IncludeKeyMaterial.ALL_KEY_MATERIAL.equals(in.includeKeyMaterial());
    List<MaterialRow> rows = rows(key, all);
    int from = after == null ? 0 : indexAfter(rows, after);
    int to = Math.min(rows.size(), from + limit);
    int current =
        key.materialId() == null
            ? -1
            : kms.read(reader -> kms.tables().current(reader, key)).row().number();
    List<RotationsListEntry> listed = new ArrayList<>();
    for (MaterialRow row : rows.subList(from, to)) {
      listed.add(entry(key, row, current));
    }
    boolean more = to < rows.size();
    return new ListKeyRotationsResponse()
        .rotations(listed)
        .nextMarker(more ? Markers.write(rows.get(to - 1).id()) : null)
        .truncated(more);
  }

  private List<MaterialRow> rows(KmsKey key, boolean all) {
    return kms.read(
        reader -> {
          List<MaterialRow> rows = new ArrayList<>();
          for (Table.Row<Material> row : kms.tables().materials(reader, key)) {
            MaterialRow material = row.value().row();
            if (all || material.rotatedAt() != null) {
              rows.add(material);
            }
          }
          rows.sort(Comparator.comparingInt(MaterialRow::number));
          return rows;
        });
  }

  private static int indexAfter(List<MaterialRow> rows, String id) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(id)) {
        return i + 1;
      }
    }
    throw KmsErrors.invalidMarker();
  }

  private static RotationsListEntry entry(KmsKey key, MaterialRow row, int current) {
    RotationsListEntry entry =
        new RotationsListEntry()
            .keyId(key.id())
            .keyMaterialId(row.id())
            .keyMaterialState(
                row.number() == current
                    ? KeyMaterialState.CURRENT
                    : row.number() < current
                        ? KeyMaterialState.NON_CURRENT
                        : KeyMaterialState.PENDING_ROTATION)
            .rotationDate(row.rotatedAt())
            .rotationType(row.rotationType());
    if (key.isImported()) {
      entry.importState(row.secret() == null ? ImportState.PENDING_IMPORT : ImportState.IMPORTED);
    }
    if (row.imported() != null && row.secret() != null) {
      entry
          .keyMaterialDescription(row.imported().description())
          .validTo(row.imported().expiresAt())
          .expirationModel(
              row.imported().expiresAt() == null
                  ? ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE
                  : ExpirationModelType.KEY_MATERIAL_EXPIRES);
    }
    return entry;
  }
}
