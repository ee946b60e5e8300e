package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTest {

    @Test
    void theEmptyTreeHasTheHashOfNothing() {
        assertThat(HexFormat.of().formatHex(Merkle.root(0, (level, index) -> new byte[0])))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void givesEveryRootOfTheLogThatTesseraPublishes() throws IOException, Unproven {
        Path log = Vectors.folder("tessera-log");
        for (int size = 0; size <= 15; size++) {
            Checkpoint published = Checkpoint.open(
                    Files.readAllBytes(log.resolve("checkpoint." + size)), VerifierKey.parse(Vectors.TESSERA_KEY));
            List<byte[]> leaves = Vectors.TESSERA.subList(0, size);

            assertThat(published.size()).isEqualTo(size);
            assertThat(Merkle.root(size, Vectors.subtrees(leaves)))
                    .isEqualTo(published.root().toArray());
            assertThat(grown(leaves).edge.root()).isEqualTo(published.root().toArray());
            assertThat(bySteps(leaves)).isEqualTo(published.root().toArray());
        }
    }

    @Test
    void givesTheTilesAndBundlesOfTheLogThatTesseraPublishes() throws IOException {
        Path log = Vectors.folder("tessera-log");
        for (int size = 1; size <= 15; size++) {
            List<byte[]> leaves = Vectors.TESSERA.subList(0, size);
            Tiles.Id tile = new Tiles.Id(0, 0);

            assertThat(grown(leaves).tiles.get(tile))
                    .isEqualTo(Files.readAllBytes(log.resolve(Tiles.path(tile, size))));
            assertThat(Export.bundle(leaves)).isEqualTo(Files.readAllBytes(log.resolve(Tiles.entries(0, size))));
        }
    }

    @Test
    void theTreeOfTilesIsTheTreeOfTheDefinition() {
        List<byte[]> leaves = Vectors.leaves(601);
        Grown grown = new Grown();
        for (int size = 0; size <= 600; size++) {
            byte[] expected = Vectors.naive(leaves.subList(0, size));

            assertThat(grown.edge.root()).as("size " + size).isEqualTo(expected);
            assertThat(Merkle.root(size, grown.hashes())).as("size " + size).isEqualTo(expected);
            grown.append(leaves.get(size));
        }
    }

    @Test
    void theTreeOfTilesIsTheTreeOfTheDefinitionAcrossThreeLevels() {
        List<byte[]> leaves = Vectors.leaves(66_000);
        Grown grown = grown(leaves);

        assertThat(grown.edge.root()).isEqualTo(Vectors.naive(leaves));
        assertThat(Merkle.root(66_000, grown.hashes())).isEqualTo(Vectors.naive(leaves));
        assertThat(Merkle.root(65_536, grown.hashes())).isEqualTo(Vectors.naive(leaves.subList(0, 65_536)));
        assertThat(grown.tiles.get(new Tiles.Id(2, 0))).hasSize(Merkle.HASH);
        assertThat(bySteps(leaves)).isEqualTo(Vectors.naive(leaves));
    }

    @Test
    void theEdgeGoesOnFromStoredTiles() {
        List<byte[]> leaves = Vectors.leaves(1100);
        for (int size : new int[] {0, 1, 255, 256, 257, 511, 512, 700, 1024, 1099}) {
            Grown grown = grown(leaves.subList(0, size));
            TreeEdge again = new TreeEdge(size, grown);
            leaves.subList(size, 1100).forEach(leaf -> again.append(Merkle.leaf(leaf)));

            assertThat(again.root()).as("from " + size).isEqualTo(Vectors.naive(leaves));
        }
    }

    @Test
    void everyProofItMakesIsFoundTrueByCodeThatSharesNothing() {
        List<byte[]> leaves = Vectors.leaves(300);
        Merkle.Subtrees hashes = grown(leaves).hashes();
        Random random = new Random(9162);
        for (int i = 0; i < 400; i++) {
            int newer = 1 + random.nextInt(300);
            int older = 1 + random.nextInt(newer);
            int index = random.nextInt(newer);
            byte[] newRoot = Vectors.naive(leaves.subList(0, newer));
            byte[] oldRoot = Vectors.naive(leaves.subList(0, older));

            assertThat(Proofs.included(
                            Merkle.leaf(leaves.get(index)),
                            index,
                            newer,
                            Merkle.inclusion(index, newer, hashes),
                            newRoot))
                    .isTrue();
            assertThat(Proofs.consistent(older, oldRoot, newer, newRoot, Merkle.consistency(older, newer, hashes)))
                    .isTrue();
        }
    }

    @Test
    void provesNothingThatIsNotThere() {
        Merkle.Subtrees hashes = grown(Vectors.leaves(5)).hashes();

        assertThatIllegalArgumentException().isThrownBy(() -> Merkle.inclusion(5, 5, hashes));
        assertThatIllegalArgumentException().isThrownBy(() -> Merkle.inclusion(-1, 5, hashes));
        assertThatIllegalArgumentException().isThrownBy(() -> Merkle.consistency(0, 5, hashes));
        assertThatIllegalArgumentException().isThrownBy(() -> Merkle.consistency(6, 5, hashes));
    }

    private static byte[] bySteps(List<byte[]> leaves) {
        RootOfEntries root = new RootOfEntries();
        leaves.forEach(leaf -> root.add(Merkle.leaf(leaf)));
        return root.root();
    }

    static Grown grown(List<byte[]> leaves) {
        Grown grown = new Grown();
        leaves.forEach(grown::append);
        return grown;
    }

    /** A tree and its tiles in memory. */
    static final class Grown implements TileHashes.Source {
        final TreeEdge edge = new TreeEdge();
        final Map<Tiles.Id, byte[]> tiles = new HashMap<>();

        void append(byte[] leaf) {
            edge.append(Merkle.leaf(leaf));
            tiles.putAll(edge.changed());
        }

        TileHashes hashes() {
            return new TileHashes(this);
        }

        @Override
        public byte[] read(Tiles.Id tile, int hashes) {
            byte[] stored = tiles.get(tile);
            if (stored == null) {
                throw new AuditLogUnavailable("no such tile");
            }
            return stored;
        }
    }
}
