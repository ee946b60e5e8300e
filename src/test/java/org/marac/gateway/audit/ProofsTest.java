package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {

    @Test
    void agreesOnEveryInclusionProofOfTheKnownAnswers() {
        List<Path> files = Vectors.files(Vectors.folder("merkle-proofs/inclusion"));
        for (Path file : files) {
            JsonNode test = Vectors.json(file);
            boolean included = Proofs.included(
                    Vectors.base64(test.get("leafHash")),
                    test.get("leafIdx").longValue(),
                    test.get("treeSize").longValue(),
                    Vectors.hashes(test.get("proof")),
                    Vectors.base64(test.get("root")));

            assertThat(included)
                    .as(file.toString())
                    .isEqualTo(!test.get("wantErr").booleanValue());
        }
        assertThat(files).hasSizeGreaterThan(90);
    }

    @Test
    void agreesOnEveryConsistencyProofOfTheKnownAnswers() {
        List<Path> files = Vectors.files(Vectors.folder("merkle-proofs/consistency"));
        int fromNothing = 0;
        for (Path file : files) {
            JsonNode test = Vectors.json(file);
            boolean consistent = Proofs.consistent(
                    test.get("size1").longValue(),
                    Vectors.base64(test.get("root1")),
                    test.get("size2").longValue(),
                    Vectors.base64(test.get("root2")),
                    Vectors.hashes(test.get("proof")));

            assertThat(consistent)
                    .as(file.toString())
                    .isEqualTo(!test.get("wantErr").booleanValue());
            fromNothing += test.get("size1").longValue() == 0 ? 1 : 0;
        }
        assertThat(files).hasSizeGreaterThan(90);
        assertThat(fromNothing).as("proofs from the empty tree, all refused").isPositive();
    }

    @Test
    void refusesAProofWithAnyHashChangedAddedOrLeftOut() {
        List<byte[]> leaves = Vectors.leaves(37);
        Merkle.Subtrees hashes = MerkleTest.grown(leaves).hashes();
        byte[] root = Vectors.naive(leaves);
        byte[] older = Vectors.naive(leaves.subList(0, 21));
        List<byte[]> inclusion = Merkle.inclusion(20, 37, hashes);
        List<byte[]> consistency = Merkle.consistency(21, 37, hashes);

        for (List<byte[]> wrong : spoiled(inclusion)) {
            assertThat(Proofs.included(Merkle.leaf(leaves.get(20)), 20, 37, wrong, root))
                    .isFalse();
        }
        for (List<byte[]> wrong : spoiled(consistency)) {
            assertThat(Proofs.consistent(21, older, 37, root, wrong)).isFalse();
        }
        assertThat(Proofs.included(Merkle.leaf(leaves.get(20)), 21, 37, inclusion, root))
                .isFalse();
        assertThat(Proofs.included(Merkle.leaf(leaves.get(20)), 37, 37, inclusion, root))
                .isFalse();
        assertThat(Proofs.consistent(37, root, 21, older, consistency)).isFalse();
        assertThat(Proofs.consistent(37, root, 37, older, List.of())).isFalse();
        assertThat(Proofs.consistent(0, Merkle.empty(), 37, root, List.of())).isFalse();
    }

    private static List<List<byte[]>> spoiled(List<byte[]> proof) {
        List<List<byte[]>> spoiled = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> changed = new ArrayList<>(proof);
            byte[] hash = proof.get(i).clone();
            hash[i % hash.length] ^= 1;
            changed.set(i, hash);
            spoiled.add(changed);
            List<byte[]> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            spoiled.add(shorter);
            List<byte[]> longer = new ArrayList<>(proof);
            longer.add(i, proof.get(i));
            spoiled.add(longer);
        }
        List<byte[]> trailing = new ArrayList<>(proof);
        trailing.add(proof.get(0));
        spoiled.add(trailing);
        return spoiled;
    }
}
