"""The lasting Blender scene and what is put into it for a frame. Imported only inside Blender."""
from __future__ import annotations

import math
import os

import bpy
import cv2
import numpy as np
from mathutils import Matrix, Vector

from .camera import HEIGHT, WIDTH
from .creature import Piece, joined
from .finish import without_grain
from .materials import make_materials, make_sky, set_sky
from .stage import Scene

# Per kind of scene: resolution in per cent and samples per pixel.
QUALITY = {'filling': (60, 8), 'close': (65, 7), 'medium': (75, 5), 'wide': (90, 4), 'mixed': (85, 5), 'none': (70, 4)}
SCRATCH = f'/tmp/castline-rendered-{os.getpid()}.bmp'


def to_blender(points: np.ndarray) -> np.ndarray:
    """Stage axes (y up, z to the viewer) to Blender's (z up, y away)."""
    return np.stack([points[..., 0], -points[..., 2], points[..., 1]], -1)


def add_object(name: str, piece: Piece, materials: list):
    """A mesh object with colours per vertex and a material per face."""
    mesh = bpy.data.meshes.new(name)
    quads = piece.quads
    count = len(quads)
    mesh.vertices.add(len(piece.verts))
    mesh.vertices.foreach_set('co', to_blender(piece.verts).astype(np.float32).ravel())
    mesh.loops.add(count * 4)
    mesh.loops.foreach_set('vertex_index', quads.astype(np.int32).ravel())
    mesh.polygons.add(count)
    mesh.polygons.foreach_set('loop_start', np.arange(0, count * 4, 4, dtype=np.int32))
    mesh.polygons.foreach_set('loop_total', np.full(count, 4, np.int32))
    mesh.polygons.foreach_set('material_index', piece.stuff.astype(np.int32))
    mesh.polygons.foreach_set('use_smooth', np.ones(count, bool))
    colours = np.concatenate([np.clip(piece.colours, 0, 1) ** 2.2, np.ones((len(piece.verts), 1))], 1)
    mesh.color_attributes.new('Col', 'FLOAT_COLOR', 'POINT').data.foreach_set('color', colours.astype(np.float32).ravel())
    for material in materials:
        mesh.materials.append(material)
    mesh.update(calc_edges=True)
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(thing)
    return thing


class Studio:
    """The lasting part of the Blender scene: camera, sun, sky, materials, render settings."""

    def __init__(self) -> None:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.scene = bpy.context.scene
        self._settings()
        self.materials = make_materials()
        self.sky = make_sky(self.scene)
        self.camera = bpy.data.objects.new('camera', bpy.data.cameras.new('camera'))
        self.sun = bpy.data.objects.new('sun', bpy.data.lights.new('sun', 'SUN'))
        for thing in (self.camera, self.sun):
            bpy.context.collection.objects.link(thing)
        self.scene.camera = self.camera
        self.passing: list = []

    def _settings(self):
        scene = self.scene
        scene.render.engine = 'CYCLES'
        scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
        scene.render.threads_mode, scene.render.threads = 'FIXED', 1
        scene.render.image_settings.file_format = 'BMP'
        scene.render.filepath = SCRATCH
        cycles = scene.cycles
        cycles.device, cycles.use_denoising = 'CPU', False
        cycles.use_adaptive_sampling = False
        cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 2, 1, 1
        cycles.transmission_bounces = cycles.volume_bounces = 0
        cycles.caustics_reflective = cycles.caustics_refractive = False
        cycles.sample_clamp_direct, cycles.sample_clamp_indirect = 6.0, 1.5
        cycles.use_fast_gi, cycles.fast_gi_method, cycles.ao_bounces_render = True, 'REPLACE', 1
        scene.view_settings.view_transform = 'Standard'

    def set_up(self, scene: Scene) -> None:
        """Builds a scene in place of the last one; actor k becomes the object `actork`."""
        for thing in self.passing:
            data = thing.data
            bpy.data.objects.remove(thing)
            (bpy.data.meshes if isinstance(data, bpy.types.Mesh) else bpy.data.lights).remove(data)
        self.passing = []
        if scene.scenery:
            self.passing.append(add_object('scenery', joined(scene.scenery), self.materials))
        for k, actor in enumerate(scene.actors):
            whole = joined([actor.head, actor.body]) if len(actor.body.verts) else actor.head
            self.passing.append(add_object(f'actor{k}', whole, self.materials))
        self._camera(scene)
        self._light(scene)

    def _camera(self, scene):
        view, camera = scene.camera, self.camera
        camera.location = Vector(to_blender(view.place))
        axes = to_blender(view.axes().T).T
        matrix = np.eye(4)
        matrix[:3, 0], matrix[:3, 1], matrix[:3, 2], matrix[:3, 3] = axes[:, 0], axes[:, 1], -axes[:, 2], to_blender(view.place)
        camera.matrix_world = Matrix([list(row) for row in matrix])
        camera.data.sensor_fit = 'HORIZONTAL'
        camera.data.angle = 2 * math.atan(WIDTH / 2 / view.focal)
        camera.data.clip_start, camera.data.clip_end = 0.05, 2000
        camera.data.dof.use_dof = scene.focus is not None
        if scene.focus is not None:
            camera.data.dof.focus_distance = scene.focus
            lens = camera.data.lens / 1000  # m; the stop that gives the wished opening
            camera.data.dof.aperture_fstop = max(0.01, lens / (2 * scene.aperture))

    def _light(self, scene):
        light, sun = scene.light, self.sun
        sun.rotation_euler = Vector(to_blender(light.sun)).to_track_quat('Z', 'Y').to_euler()
        sun.data.color, sun.data.energy, sun.data.angle = light.sun_colour, light.sun_strength, math.radians(light.sun_size)
        self.scene.view_settings.exposure = light.exposure
        set_sky(self.sky, light)
        for place, colour, watts, size in light.lamps:
            lamp = bpy.data.objects.new('lamp', bpy.data.lights.new('lamp', 'POINT'))
            lamp.data.color, lamp.data.energy, lamp.data.shadow_soft_size = colour, watts, size
            lamp.location = Vector(to_blender(place))
            bpy.context.collection.objects.link(lamp)
            self.passing.append(lamp)

    def render(self, scene: Scene) -> np.ndarray:
        """rgb uint8 [H,W,3]; big faces at a lower resolution with more samples, as soft as a film's frame, for speed."""
        percent, samples = QUALITY[scene.plan]
        self.scene.render.resolution_percentage = percent
        self.scene.cycles.samples = samples
        self.scene.cycles.seed = scene.seed
        bpy.ops.render.render(write_still=True)
        rgb = cv2.cvtColor(cv2.imread(SCRATCH), cv2.COLOR_BGR2RGB)
        if scene.filmed:
            rgb = without_grain(rgb)
        return cv2.resize(rgb, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) if percent < 100 else rgb

    def hidden_from(self, scene: Scene, k: int):
        """Whether points of actor k are behind anything but actor k, seen from the camera."""
        graph = bpy.context.evaluated_depsgraph_get()
        eye = Vector(to_blender(scene.camera.place))
        name = f'actor{k}'

        def hidden(points):
            found = np.zeros(len(points), bool)
            for i, point in enumerate(to_blender(points)):
                way = Vector(point) - eye
                hit, _, _, _, thing, _ = self.scene.ray_cast(graph, eye, way.normalized(), distance=way.length * 0.995)
                found[i] = hit and thing.name != name
            return found
        return hidden
