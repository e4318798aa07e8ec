/** The doors to signing on the stage: fetched when something is prepared or signed. */
import { lazy } from "react";

export const SigningStage = lazy(() =>
  import("./SigningStage").then(({ SigningStage: part }) => ({ default: part })),
);
export const PrepareStage = lazy(() =>
  import("./PrepareStage").then(({ PrepareStage: part }) => ({ default: part })),
);
