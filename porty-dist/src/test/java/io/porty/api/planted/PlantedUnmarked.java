package io.porty.api.planted;

/** Nobody knows who implements it. */
public interface PlantedUnmarked {}
