package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BER as mail programs write it becomes DER; anything else becomes nothing, in bounded time and memory. */
class BerTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void piecesOfIndefiniteLengthBecomeOne() {
        byte[] ber = HEX.parseHex("3080" + "2480" + "0402aabb" + "0401cc" + "0000" + "020105" + "0000");

        assertThat(Ber.toDer(ber))
                .hasValueSatisfying(der -> assertThat(HEX.formatHex(der)).isEqualTo("3008" + "0403aabbcc" + "020105"));
        assertThat(Der.isWellFormed(Ber.toDer(ber).orElseThrow())).isTrue();
    }

    @Test
    void whatIsDerStaysAsItIs() {
        byte[] der = HEX.parseHex("30060201050201ff");

        assertThat(Ber.toDer(der)).hasValueSatisfying(same -> assertThat(same).isEqualTo(der));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "3080", // no end
                "0000", // an end of nothing
                "30800000ff", // something after it
                "30050201", // cut off
                "0480aa0000", // primitive, without length
                "30020000", // an end where a length was given
                "3080020105000001", // an end of length one
                "308202010203", // longer than what is there
                "3085ffffffffff", // longer than anything
                "1f8101020105" // a tag of many octets
            })
    void whatIsNotOneElementIsNothing(String hex) {
        assertThat(Ber.toDer(HEX.parseHex(hex))).isEmpty();
    }

    @Test
    void towersAndCrowdsAreNothing() {
        byte[] tower = new byte[200_000];
        for (int i = 0; i < tower.length; i += 2) {
            tower[i] = 0x30;
            tower[i + 1] = (byte) 0x80;
        }
        byte[] crowd = new byte[200_004];
        System.arraycopy(HEX.parseHex("30830" + "30d40"), 0, crowd, 0, 5);
        for (int i = 5; i + 1 < crowd.length; i += 2) {
            crowd[i] = 0x05;
        }

        assertThat(Ber.toDer(tower)).isEmpty();
        assertThat(Ber.toDer(crowd)).isEmpty();
    }

    @Test
    void noDamageGetsThrough() {
        byte[] good = HEX.parseHex("3080" + "0609" + "2a864886f70d010702" + "a080" + "3080" + "020101" + "3100" + "2480"
                + "0402aabb" + "0401cc" + "0000" + "0000" + "0000" + "0000");
        Random random = new Random(20261122);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = random.nextInt(4); j >= 0 && damaged.length > 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Ber.toDer(damaged)
                    .ifPresent(der ->
                            assertThat(Der.isWellFormed(der) || der[0] != 0x30).isTrue());
        }
    }
}
