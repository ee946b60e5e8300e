package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    private static boolean wellFormed(String hex) {
        return Der.isWellFormed(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "", // nothing
                "30", // no length
                "3001", // content missing
                "300100", // the element inside has no length
                "30800000", // indefinite length
                "0000", // end-of-contents
                "308100", // length not in its shortest form
                "30820001ff", // leading zero in the length
                "308400000000", // four length octets
                "30020500ff", // trailing byte
                "05000500", // two elements
                "1f8100", // tag of more than one octet
                "3003020200", // element inside longer than its parent
                "30030204ffffffff" // the same, with the bytes there
            })
    void refuses(String hex) {
        assertThat(wellFormed(hex)).isFalse();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"0500", "3000", "30030201ff", "30053003020101", "30043000 3000", "a0023000"})
    void accepts(String hex) {
        assertThat(wellFormed(hex.replace(" ", ""))).isTrue();
    }

    @Test
    void refusesMoreThan32LevelsAndAccepts32() {
        assertThat(wellFormed(nested(33))).isFalse();
        assertThat(wellFormed(nested(32))).isTrue();
    }

    @Test
    void refusesMoreThanTenThousandElements() {
        assertThat(wellFormed("30824e20" + "0500".repeat(10_000))).isFalse();
        assertThat(wellFormed("30824e1c" + "0500".repeat(9_998))).isTrue();
    }

    private static String nested(int levels) {
        String inner = "";
        for (int i = 0; i < levels; i++) {
            inner = "30" + HexFormat.of().toHexDigits((byte) (inner.length() / 2)) + inner;
        }
        return inner;
    }
}
