"""A trusted body becomes angles with standard deviations: camera, segments, joints, neutral."""
