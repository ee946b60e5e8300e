package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TilesTest {

    @Test
    void namesTilesAsTheSpecificationDoes() {
        assertThat(Tiles.path(new Tiles.Id(0, 1_234_067), 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(Tiles.path(new Tiles.Id(0, 273), 112)).isEqualTo("tile/0/273.p/112");
        assertThat(Tiles.path(new Tiles.Id(2, 0), 1)).isEqualTo("tile/2/000.p/1");
        assertThat(Tiles.path(new Tiles.Id(1, 1000), 256)).isEqualTo("tile/1/x001/000");
        assertThat(Tiles.entries(999, 256)).isEqualTo("tile/entries/999");
        assertThat(Tiles.entries(1_000_000, 3)).isEqualTo("tile/entries/x001/x000/000.p/3");
    }

    @Test
    void countsAsTheWorkedExampleOfTheSpecificationDoes() {
        long size = 70_000;

        assertThat(Tiles.width(size, new Tiles.Id(0, 272))).isEqualTo(256);
        assertThat(Tiles.width(size, new Tiles.Id(0, 273))).isEqualTo(112);
        assertThat(Tiles.width(size, new Tiles.Id(0, 274))).isZero();
        assertThat(Tiles.width(size, new Tiles.Id(1, 0))).isEqualTo(256);
        assertThat(Tiles.width(size, new Tiles.Id(1, 1))).isEqualTo(17);
        assertThat(Tiles.width(size, new Tiles.Id(2, 0))).isEqualTo(1);
        assertThat(Tiles.width(size, new Tiles.Id(3, 0))).isZero();
    }
}
